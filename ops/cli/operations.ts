import type { Operations } from '../../api/ops.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';

/** Node's and the driver's codes, and SQLSTATEs, of a database that cannot be reached now. */
const UNAVAILABLE =
  /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|CONNECT(?:ION)?_\w+|08\w{3}|57P0[1-5]|53300)$/;

/**
 * Runs `work` with direct access to the database the environment names.
 * @throws CliError for whatever goes wrong with it
 */
export async function withOperations<T>(
  cli: Cli,
  work: (operations: Operations) => Promise<T>,
): Promise<T> {
  try {
    // Loaded here, because it brings the whole server along.
    const { openOperations } = await import('../../api/ops.ts');
    const operations = await openOperations(cli.env);
    try {
      return await work(operations);
    } finally {
      await operations.close();
    }
  } catch (error) {
    throw error instanceof CliError ? error : explain(error);
  }
}

function explain(error: unknown): CliError {
  if (!(error instanceof Error)) return new CliError('refused', String(error));
  // The classes live where the command line may not look; their names are as stable.
  if (error.name === 'EmailTakenError') return new CliError('refused', error.message);
  if (error.name === 'ConfigError') return new CliError('usage', error.message);
  const root = rootOf(error);
  const code = 'code' in root ? String(root.code) : '';
  // Only the innermost message: those around it may quote a statement with its values.
  const why = root.message || code;
  return UNAVAILABLE.test(code)
    ? new CliError(
        'unavailable',
        `The database cannot be reached: ${why}. Check DATABASE_URL, and that it runs.`,
        { cause: error },
      )
    : new CliError('refused', why, { cause: error });
}

function rootOf(error: Error): Error {
  const [first] = error instanceof AggregateError ? error.errors : [];
  const inner: unknown = first ?? error.cause;
  return inner instanceof Error ? rootOf(inner) : error;
}
