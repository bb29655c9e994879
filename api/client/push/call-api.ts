import type { Endpoint, EndpointInput } from '../../contract/endpoint.ts';
import type { ApiAnswer } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import { retry, type Transient } from '../transfer/retry.ts';
import { transientOf } from '../transfer/transient.ts';
import type { PushContext } from './push-context.ts';

/** Who asks while an upload is being published asks again after so long. */
const FINALIZING_SECONDS = 1;

/**
 * Calls the API, again while it cannot answer: repeating a call is safe by the contract.
 * @throws ApiError for what will not pass, UnreachableError when it stays away
 */
export function callApi<E extends Endpoint>(
  push: Pick<PushContext, 'api' | 'signal' | 'emit'>,
  endpoint: E,
  input: EndpointInput<E>,
): Promise<ApiAnswer<E>> {
  const { api, signal, emit } = push;
  return retry(() => api.call(endpoint, input, { signal }), {
    signal,
    transient,
    onRetry(error, delayMs) {
      const reason = error instanceof Error ? error.message : String(error);
      emit({ type: 'retrying', path: undefined, reason, delayMs });
    },
  });
}

function transient(error: unknown): Transient | undefined {
  const isBusy = error instanceof ApiError && isFinalizing(error);
  return isBusy ? { retryAfterSeconds: FINALIZING_SECONDS } : transientOf(error);
}

/** Somebody is publishing this very upload; or was, and is followed by another in a moment. */
function isFinalizing({ code, problem }: ApiError): boolean {
  return code === 'upload.not_open' && problem.state === 'finalizing';
}
