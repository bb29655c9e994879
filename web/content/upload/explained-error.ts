import { UnreachableError } from '../../../api/client/api-error.ts';
import { FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import {
  NoAnswerError,
  StoreBusyError,
  StoreRefusedError,
} from '../../../api/client/push/store-errors.ts';
import type { UploadText } from '../../i18n/en/uploads.ts';

/** An error with words of the panel's language, where it is one of the engine's own; else as it is. */
export function explainedError(error: unknown, words: UploadText): unknown {
  if (error instanceof FileChangedError) return told(words.fileChanged(error.path), error);
  if (error instanceof SourceError) return told(words.fileUnreadable(error.path), error);
  if (error instanceof StoreBusyError) return told(words.storeBusy, error);
  if (error instanceof StoreRefusedError) return told(words.storeRefused, error);
  if (error instanceof NoAnswerError) return new UnreachableError(error.message, { cause: error });
  return error;
}

function told(message: string, cause: Error): Error {
  return new Error(message, { cause });
}
