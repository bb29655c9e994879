import type { BookBody } from '../../../api/contract/books.ts';
import type { Platform } from '../../../api/contract/platforms.ts';
import type { PickedFolder } from './folder/picked-folder.ts';

/** What the upload dialog begins with, where something is known already. */
export interface UploadPreset {
  readonly folder?: PickedFolder | undefined;
  /** Whose content the folder is to be. */
  readonly book?: Pick<BookBody, 'id' | 'publisher' | 'book_name'>;
  /** Whose app it is a build of. */
  readonly platform?: Platform;
  /** A book that is to be made. */
  readonly newBook?: { readonly publisher?: string };
}
