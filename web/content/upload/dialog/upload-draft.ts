import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { z } from 'zod';
import { type BookBody, NewBook } from '../../../../api/contract/books.ts';
import { BuildVersion, Channel } from '../../../../api/contract/build-names.ts';
import { PLATFORMS, type Platform } from '../../../../api/contract/platforms.ts';
import type { PickedFolder } from '../folder/picked-folder.ts';
import type { ReviewedTarget } from '../review/review.ts';
import type { UploadPreset } from '../upload-preset.ts';

export const PURPOSES = ['existing', 'new', 'build'] as const;
export type UploadPurpose = (typeof PURPOSES)[number];

export type ChosenBook = Pick<BookBody, 'id' | 'publisher' | 'book_name'>;

export interface BuildFields {
  platform: Platform;
  version: string;
  channel: string;
}

const Build = z.object({
  platform: z.enum(PLATFORMS),
  version: BuildVersion,
  channel: Channel,
});

/** Whether a field was left empty, or holds what the API would refuse. */
export type Fault = 'missing' | 'wrong';
type Faults = ReadonlyMap<PropertyKey, Fault>;

/** What has been chosen and typed so far in the upload dialog. */
export interface UploadDraft {
  folder(): PickedFolder | undefined;
  /** Its name is the guess for the book's, until somebody typed another. */
  setFolder(folder: PickedFolder): void;
  purpose(): UploadPurpose;
  setPurpose(purpose: UploadPurpose): void;
  book(): ChosenBook | undefined;
  setBook(book: ChosenBook): void;
  readonly newBook: NewBook;
  setNewBook(change: Partial<NewBook>): void;
  readonly build: BuildFields;
  setBuild(change: Partial<BuildFields>): void;
  /** What is wrong with a field, once it was tried to go on with it. */
  fault(field: keyof NewBook | keyof BuildFields): Fault | undefined;
  /** What it all comes to; undefined where something is missing or wrong, which is told from then on. */
  finish(): ReviewedTarget | undefined;
}

/** @param language of the panel, the guess for that of a new book */
export function createUploadDraft(preset: UploadPreset, language: string): UploadDraft {
  const [folder, setFolder] = createSignal<PickedFolder>();
  const [purpose, setPurpose] = createSignal(purposeOf(preset));
  const [book, setBook] = createSignal<ChosenBook | undefined>(preset.book);
  const [newBook, setNewBook] = createStore(emptyBook(preset, language));
  const [build, setBuild] = createStore(emptyBuild(preset));
  const [isTried, setTried] = createSignal(false);
  let isNamed = false;

  function take(picked: PickedFolder): void {
    setFolder(picked);
    if (!isNamed) setNewBook({ book_name: picked.root.name });
  }
  if (preset.folder) take(preset.folder);

  return {
    folder,
    setFolder: take,
    purpose,
    setPurpose(next) {
      setTried(false);
      setPurpose(next);
    },
    book,
    setBook,
    newBook,
    setNewBook(change) {
      if (change.book_name !== undefined) isNamed = true;
      setNewBook(change);
    },
    build,
    setBuild,
    fault(field) {
      if (!isTried()) return undefined;
      const faults: Faults =
        purpose() === 'build' ? faultsOf(Build, build) : faultsOf(NewBook, newBook);
      return faults.get(field);
    },
    finish() {
      setTried(true);
      switch (purpose()) {
        case 'existing':
          return existingTarget(book());
        case 'new':
          return newTarget(newBook);
        case 'build':
          return buildTarget(build);
      }
    },
  };
}

function purposeOf({ platform, newBook }: UploadPreset): UploadPurpose {
  if (platform) return 'build';
  return newBook ? 'new' : 'existing';
}

function emptyBook({ newBook }: UploadPreset, language: string): NewBook {
  const { publisher = '' } = newBook ?? {};
  return { publisher, book_name: '', language, category: '', version: '1.0', status: 'published' };
}

function emptyBuild({ platform = 'windows' }: UploadPreset): BuildFields {
  return { platform, version: '', channel: 'stable' };
}

function faultsOf(schema: z.ZodType, fields: object): Faults {
  const issues = schema.safeParse(fields).error?.issues ?? [];
  const values = new Map(Object.entries(fields));
  return new Map(
    issues.map(({ path: [field = ''] }) => [
      field,
      values.get(String(field)) === '' ? 'missing' : 'wrong',
    ]),
  );
}

function existingTarget(book: ChosenBook | undefined): ReviewedTarget | undefined {
  if (!book) return undefined;
  const { id: bookId, publisher, book_name: bookName } = book;
  return { type: 'book', bookId, publisher, bookName };
}

function newTarget(fields: NewBook): ReviewedTarget | undefined {
  const { data: book } = NewBook.safeParse(fields);
  return book && { type: 'new-book', book };
}

function buildTarget(fields: BuildFields): ReviewedTarget | undefined {
  const { data } = Build.safeParse(fields);
  return data && { type: 'build', ...data };
}
