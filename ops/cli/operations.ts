import type { OperationNeeds, Operations, OperationsError } from '../../api/ops.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';

const OUTCOMES = { settings: 'usage', refused: 'refused', unavailable: 'unavailable' } as const;

/**
 * Runs `work` with direct access to the database the environment names, and to its store.
 * @throws CliError for whatever goes wrong with it
 */
export async function withOperations<T>(
  cli: Cli,
  work: (operations: Operations) => Promise<T>,
  needs: OperationNeeds = {},
): Promise<T> {
  // Loaded here, because it brings the whole server along.
  const { openOperations, OperationsError } = await import('../../api/ops.ts');
  try {
    const operations = await openOperations(cli.env, needs);
    try {
      return await work(operations);
    } finally {
      await operations.close();
    }
  } catch (error) {
    throw error instanceof OperationsError ? explain(error) : error;
  }
}

function explain(error: OperationsError): CliError {
  return new CliError(OUTCOMES[error.reason], error.message, { cause: error });
}
