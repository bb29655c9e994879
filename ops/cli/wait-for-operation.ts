import type { ApiClient } from '../../api/client/api-client.ts';
import { ApiError } from '../../api/client/api-error.ts';
import { retry } from '../../api/client/transfer/retry.ts';
import { transientOf } from '../../api/client/transfer/transient.ts';
import { wait } from '../../api/client/transfer/wait.ts';
import { getOperation, type OperationBody } from '../../api/contract/operations.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { interruptible } from './interrupts.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import { createRetryTeller, type RetryTeller } from './retry-teller.ts';

/** Where the API does not say. */
const ASK_AGAIN_SECONDS = 2;

/** What people read while it runs; a newer API may have other types. */
const LABELS: Readonly<Record<string, string>> = {
  finalize: 'Publishing',
  trash: 'Moving to the trash',
  restore: 'Restoring',
  purge: 'Deleting',
  rename: 'Renaming',
};

export interface Waiting {
  /** As the API answered it, or no more than its id. */
  readonly operation: Pick<OperationBody, 'id'>;
  /** Whether the command's result is for programs. */
  readonly json?: boolean;
}

/**
 * Waits for an operation's end, and shows people how far it is. An API that is away for a while is
 * waited for as well.
 * @returns it when it is done
 * @throws ApiError with the problem for which it failed; CliError `refused` when it needs a person,
 *   `interrupted` with Ctrl-C, which leaves the operation as it is
 */
export async function waitForOperation(
  cli: Cli,
  client: ApiClient,
  { operation: { id }, json = false }: Waiting,
): Promise<OperationBody> {
  const display = createProgressDisplay(cli, { json });
  const controller = new AbortController();
  try {
    const ended = await interruptible(
      () => controller.abort(new CliError('interrupted', goesOn(id))),
      () => untilEnded(client, id, { display, signal: controller.signal }),
    );
    if (ended.state === 'done') return ended;
    throw failureOf(ended);
  } finally {
    display.end();
  }
}

interface Watching {
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
}

async function untilEnded(
  client: ApiClient,
  operation_id: string,
  { display, signal }: Watching,
): Promise<OperationBody> {
  const retries = createRetryTeller(display);
  const tellAttempt = attemptTeller(retries);
  const ask = () => client.call(getOperation, { params: { operation_id } }, { signal });
  const onRetry = (error: unknown) =>
    retries.tell(error instanceof Error ? error.message : `${error}`);
  for (;;) {
    const { body, headers } = await retry(ask, { signal, transient: transientOf, onRetry });
    if (['done', 'failed', 'needs_person'].includes(body.state)) return body;
    display.show(progressOf(body));
    tellAttempt(body);
    const seconds = Number(headers.get('retry-after') ?? ASK_AGAIN_SECONDS);
    await wait(seconds * 1000, signal);
  }
}

function progressOf({ type, state, done, total }: OperationBody) {
  const label = state === 'queued' ? 'Waiting for its turn' : (LABELS[type] ?? type);
  return { label, files: { done, total }, bytes: { done: 0, total: 0 } };
}

/** Tells of each attempt that failed once. */
function attemptTeller(retries: RetryTeller): (operation: OperationBody) => void {
  let toldAt = '';
  return ({ error, updated_at }) => {
    if (!error || updated_at === toldAt) return;
    toldAt = updated_at;
    retries.tell(error.detail ?? error.title);
  };
}

function failureOf({ id, state, error }: OperationBody): ApiError | CliError {
  if (state === 'failed' && error) return new ApiError(error);
  const why = error ? ` ${error.detail ?? `${error.title}.`}` : '';
  return new CliError(
    'refused',
    `Operation ${id} needs a person.${why} When that is mended, "dcs op retry ${id}" goes on with it.`,
  );
}

function goesOn(id: string): string {
  return `Stopped waiting; the operation goes on. "dcs op wait ${id}" waits for it again.`;
}
