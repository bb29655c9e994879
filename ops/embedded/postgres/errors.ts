/** What can keep the embedded PostgreSQL from starting, in words a person can act on. */
export type EmbeddedPostgresCode =
  | 'EADDRINUSE' // the port asked for is taken
  | 'IN_USE' // a living process holds the data directory
  | 'NO_BINARIES' // not installed, or they do not run here
  | 'UNSAFE_FOLDER' // somebody else could write where the cluster would live
  | 'UNREACHABLE' // the user PostgreSQL runs as cannot get to its cluster
  | 'MISSING_CLUSTER' // there was a database, and it is not where it was left
  | 'WRONG_VERSION' // the cluster was written by another major version
  | 'START_FAILED';

export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresCode;

  constructor(message: string, options: ErrorOptions & { code: EmbeddedPostgresCode }) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = options.code;
  }
}

/** The `code` of a Node system error (`ENOENT`, `EACCES`, …) or of a PostgreSQL error (`57P03`, …). */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
