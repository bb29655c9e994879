import type { Operations } from '../../../api/ops.ts';
import { bytesText, countedText } from '../quantity-text.ts';

type Reconcile = Operations['reconcile'];
export type ReconcileReport = Awaited<ReturnType<Reconcile>>;
type Watch = Parameters<Reconcile>[1];
export type Finding = Parameters<Watch['onFinding']>[0];
export type FindingKind = Finding['kind'];
type OrphanFinding = Extract<Finding, { kind: 'orphaned' }>;
type ObjectFinding = Exclude<Finding, OrphanFinding>;

/** How each kind is told, as in `2 missing`. */
export const KIND_TEXTS: Readonly<Record<FindingKind, string>> = {
  missing: 'missing',
  wrong_size: 'wrong size',
  wrong_checksum: 'wrong checksum',
  wrong_bytes: 'wrong bytes',
  unreadable: 'unreadable',
  orphaned: 'orphaned',
};

/** A finding for programs. */
export function findingBody(finding: Finding): object {
  const { kind, bucket, key, sizeBytes: size } = finding;
  const at = { type: 'finding', kind, bucket, key, size };
  if (finding.kind === 'orphaned') {
    const { modifiedAt, isRemoved: removed } = finding;
    return { ...at, modified_at: modifiedAt.toISOString(), removed };
  }
  const { sha256, found, place } = finding;
  return {
    ...at,
    sha256,
    found: { size: found.sizeBytes, sha256: found.sha256 },
    title: place.title,
    files: place.files.map(({ path, firstRevision, lastRevision }) => ({
      path,
      first_revision: firstRevision,
      last_revision: lastRevision ?? null,
    })),
    files_total: place.filesTotal,
    copies: place.copies,
  };
}

/** A finding for people: what, where, and what to do. */
export function findingText(finding: Finding): string {
  const { kind, bucket, key, sizeBytes } = finding;
  const removed = finding.kind === 'orphaned' && finding.isRemoved;
  const first = `${removed ? 'removed' : KIND_TEXTS[kind]}: ${bucket}/${key} (${bytesText(sizeBytes)})`;
  const more = finding.kind === 'orphaned' ? orphanLines(finding) : objectLines(finding);
  return [first, ...more.map((line) => `  ${line}`)].join('\n');
}

function orphanLines({ modifiedAt }: OrphanFinding): readonly string[] {
  return [`Nothing accounts for it. It was stored at ${modifiedAt.toISOString()}.`];
}

function objectLines(finding: ObjectFinding): readonly string[] {
  const { title, files, filesTotal } = finding.place;
  const more = filesTotal - files.length;
  return [
    ...foundLines(finding),
    ...files.map((file) => `${title}: ${file.path}, ${revisionsText(file)}`),
    ...(more > 0 ? [`${title}: … and ${countedText(more, 'path')} more`] : []),
    ...(filesTotal === 0 ? [`${title}: no revision shows it`] : []),
    adviceOn(finding),
  ];
}

function foundLines({ kind, sha256, found }: ObjectFinding): readonly string[] {
  switch (kind) {
    case 'missing':
      return [];
    case 'wrong_size':
      return [`The store has ${bytesText(found.sizeBytes ?? 0)}.`];
    case 'wrong_checksum':
      return [`The store knows it by SHA-256 ${found.sha256} rather than ${sha256}.`];
    case 'wrong_bytes':
      return [`Its bytes have SHA-256 ${found.sha256} rather than ${sha256}.`];
    case 'unreadable':
      return ['The store has it, and breaks off whenever it is read.'];
  }
}

function revisionsText(file: ObjectFinding['place']['files'][number]): string {
  const { firstRevision: first, lastRevision: last } = file;
  if (last === undefined) return `since revision ${first}`;
  return first === last ? `in revision ${first}` : `in revisions ${first} to ${last}`;
}

function adviceOn({ place: { copies } }: ObjectFinding): string {
  const [copy] = copies;
  if (!copy) return 'No other copy is known. Bring it back under its key from a backup.';
  const others = copies.length - 1;
  const also = others > 0 ? ` (and ${countedText(others, 'more place')})` : '';
  return `The same bytes should be at ${copy.bucket}/${copy.key}${also}. Copy them to its key.`;
}
