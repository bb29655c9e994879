import { z } from 'zod';
import type { outbox } from '../../../db/schema/folders.ts';

/**
 * What bucket `meta` holds, from which `rebuild` makes the database again:
 *
 * - `folders/{id}/`, `books/{id}/`, `builds/{id}/` and `trash/{id}/`: the row after each change of it;
 *   the last one holds.
 * - `contents/{folder id}/`: what each revision added and closed, and what each slice of a move moved;
 *   read from first to last, they make the folder's files.
 *
 * Each name is the number of the record, 16 digits, and for a revision the number of the page.
 */
export type RecordRow = typeof outbox.$inferSelect;

/** The kinds of which the last record tells all. */
export type RowKind = Exclude<RecordRow['kind'], 'revision' | 'moved'>;

const PLACES: Readonly<Record<RecordRow['kind'], string>> = {
  folder: 'folders',
  book: 'books',
  build: 'builds',
  trash: 'trash',
  revision: 'contents',
  moved: 'contents',
};
const NAME = /^[a-z]+\/([0-9a-f-]{36})\/(\d{16})(?:-(\d{4}))?\.json$/;
const Version = z.literal(1);

/** A row as `to_jsonb` gives it. */
export type JsonRow = Readonly<Record<string, unknown>>;

export const RowDocument = z.object({ version: Version, row: z.record(z.string(), z.unknown()) });

const ObjectNote = z.object({
  id: z.number(),
  bucket: z.string(),
  key: z.string(),
  size_bytes: z.number(),
  sha256: z.string(),
});
/** An object by its id, which is the same before and after a rebuild, and where it lay by then. */
export type ObjectNote = z.output<typeof ObjectNote>;

const FileNote = z.object({
  path: z.string(),
  added_in: z.number(),
  kind: z.string(),
  executable: z.boolean(),
  link_target: z.string().nullable(),
  object: ObjectNote.nullable(),
});
export type FileNote = z.output<typeof FileNote>;

/** Up to 10,000 of the rows a revision added or closed. */
const RevisionPage = z.object({
  version: Version,
  kind: z.literal('revision'),
  row: z.looseObject({ revision: z.number() }),
  page: z.number(),
  /** A revision without its last page was never recorded whole. */
  last: z.boolean(),
  added: z.array(FileNote),
  closed: z.array(FileNote.pick({ path: true, added_in: true })),
});
export type RevisionPage = z.output<typeof RevisionPage>;

const Moved = z.object({
  from_bucket: z.string(),
  from_prefix: z.string(),
  to_bucket: z.string(),
  to_prefix: z.string(),
  /** Ids of the objects that moved. */
  objects: z.array(z.number()),
});
/** What a slice of a move moved from one prefix to another. */
export type MovedRecord = z.output<typeof Moved>;

export const ContentsDocument = z.discriminatedUnion('kind', [
  RevisionPage,
  z.object({ version: Version, kind: z.literal('moved'), row: Moved }),
]);

export type ContentsDocument = z.output<typeof ContentsDocument>;

/** Where the records of a kind lie, or those of one entity. */
export function recordPrefix(kind: RecordRow['kind'], entityId?: string): string {
  return entityId === undefined ? `${PLACES[kind]}/` : `${PLACES[kind]}/${entityId}/`;
}

export function recordKey(
  { kind, entityId, id }: Pick<RecordRow, 'kind' | 'entityId' | 'id'>,
  page?: number,
): string {
  const pageOf = page === undefined ? '' : `-${String(page).padStart(4, '0')}`;
  return `${recordPrefix(kind, entityId)}${String(id).padStart(16, '0')}${pageOf}.json`;
}

export interface RecordName {
  readonly entityId: string;
  readonly id: number;
}

/** @returns undefined for what is no record */
export function parseRecordKey(key: string): RecordName | undefined {
  const [, entityId = '', id] = NAME.exec(key) ?? [];
  return id === undefined ? undefined : { entityId, id: Number(id) };
}
