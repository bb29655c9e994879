import { type BookBody, NewBook } from '../../../api/contract/books.ts';

export const EDITED_FIELDS = [
  'publisher',
  'book_name',
  'language',
  'category',
  'version',
  'status',
] as const satisfies readonly (keyof NewBook)[];
export type EditedField = (typeof EDITED_FIELDS)[number];

/** What people say of a book, as a form holds it. */
export type BookValues = Readonly<Record<EditedField, string>>;

export function valuesOf({
  publisher,
  book_name,
  language,
  category,
  version,
  status,
}: BookBody): BookValues {
  return { publisher, book_name, language, category, version, status };
}

/** Whether the API takes it: by the very schema it uses. */
export function isValid(field: EditedField, value: string): boolean {
  return NewBook.shape[field].safeParse(value).success;
}

export function changedFields(from: BookValues, to: BookValues): readonly EditedField[] {
  return EDITED_FIELDS.filter((field) => from[field] !== to[field]);
}

/** A field that somebody else saved meanwhile, otherwise than the form has it. */
export interface FieldConflict {
  readonly field: EditedField;
  readonly mine: string;
  readonly theirs: string;
  /** Changed in the form too: whoever typed it goes before. */
  readonly isTouched: boolean;
}

/** @param base what the form began with */
export function conflictsOf(
  base: BookValues,
  mine: BookValues,
  theirs: BookValues,
): readonly FieldConflict[] {
  return changedFields(base, theirs)
    .filter((field) => mine[field] !== theirs[field])
    .map((field) => ({
      field,
      mine: mine[field],
      theirs: theirs[field],
      isTouched: mine[field] !== base[field],
    }));
}
