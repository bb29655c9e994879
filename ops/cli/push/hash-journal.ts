import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The first line. Another form of the lines below it takes another number. */
const HEADER = 'dcs hash cache 1\n';
const FILE_MODE = 0o600;
/** Size, mtime, ctime, inode and hash come before the path. */
const FIELDS_BEFORE_PATH = 5;

export interface Journal {
  /** Path → the other fields of its last line. */
  readonly known: Map<string, string>;
  readonly lines: number;
  /** Whether it can be appended to. */
  readonly isSound: boolean;
}

/** A line: `size mtime ctime inode hash path`. The path holds no control characters. */
export function journalLine(path: string, value: string): string {
  return `${value} ${path}\n`;
}

/** Reads a journal as far as it holds: one that is missing or of another kind knows nothing. */
export function readJournal(file: string): Journal {
  const known = new Map<string, string>();
  const text = readText(file);
  if (!text.startsWith(HEADER)) return { known, lines: 0, isSound: false };
  const lines = text.slice(HEADER.length).split('\n');
  // What is behind the last newline was cut short.
  const torn = lines.pop();
  for (const line of lines) {
    const end = endOfFields(line);
    if (end > 0) known.set(line.slice(end + 1), line.slice(0, end));
  }
  return { known, lines: lines.length, isSound: torn === '' };
}

/** Replaces a journal in one step, so that no other process ever reads half of it. */
export function writeJournal(file: string, known: Iterable<readonly [string, string]>): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  const lines = Array.from(known, ([path, value]) => journalLine(path, value));
  try {
    writeFileSync(draft, HEADER + lines.join(''), { mode: FILE_MODE });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Where the space before the path is; -1 for a line that is none of ours. */
function endOfFields(line: string): number {
  let at = -1;
  for (let field = 0; field < FIELDS_BEFORE_PATH; field += 1) {
    at = line.indexOf(' ', at + 1);
    if (at < 0) return -1;
  }
  return at;
}
