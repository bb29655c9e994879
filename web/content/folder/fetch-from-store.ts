import { UnreachableError } from '../../../api/client/api-error.ts';

/** What a signed URL answers. @throws UnreachableError when the store does not give it */
export async function fetchFromStore(url: string, init: RequestInit): Promise<Response> {
  const { host } = new URL(url);
  try {
    const answer = await fetch(url, { ...init, credentials: 'omit' });
    if (answer.ok) return answer;
    throw new UnreachableError(`${host} answered ${answer.status}.`);
  } catch (cause) {
    if (init.signal?.aborted || cause instanceof UnreachableError) throw cause;
    throw new UnreachableError(`${host} cannot be reached.`, { cause });
  }
}
