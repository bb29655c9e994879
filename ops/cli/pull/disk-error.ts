import { CliError } from '../cli-error.ts';

/** Codes that a name alone is the reason of. */
const NAME_CODES = ['ENAMETOOLONG', 'EILSEQ', 'EINVAL'];

/** The disk did not take, give or hold something. The message names its path. */
export class DiskError extends CliError {
  readonly path: string;
  /** Whether it is the name that this file system cannot hold; others may go on. */
  readonly isName: boolean;

  constructor(path: string, message: string, options: ErrorOptions & { readonly isName: boolean }) {
    super('refused', message, options);
    this.path = path;
    this.isName = options.isName;
  }
}

/**
 * What a call of the file system says, told by the path it was about.
 * @param path from the folder on
 */
export function diskError(
  path: string,
  error: unknown,
  act: 'read' | 'written' | 'removed',
): Error {
  if (error instanceof CliError) return error;
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(`${error}`);
  const isName = act === 'written' && NAME_CODES.includes(code);
  return new DiskError(path, `${path} cannot be ${act}: ${reasonOf(code, error)}`, {
    cause: error,
    isName,
  });
}

/** The code of a failed system call. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error
    ? String(error.code)
    : undefined;
}

function reasonOf(code: string, error: unknown): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Make room and run the same command again: it goes on.';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied.';
    case 'EROFS':
      return 'the file system is read-only.';
    case 'ENAMETOOLONG':
      return 'its name is too long for this file system.';
    case 'EILSEQ':
    case 'EINVAL':
      return 'this file system cannot hold its name.';
    default:
      return `${error instanceof Error ? error.message : error}.`;
  }
}
