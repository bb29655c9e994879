import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../../e2e/http.ts';

const ASK_EVERY_MS = 50;
const ASK_FOR_MS = 2000;

/** A file that is streamed by several replicas. */
export interface Streamed {
  readonly urls: readonly string[];
  readonly path: string;
  readonly token: string;
}

/** @throws when a replica does not redirect to it */
export async function requireRedirects(streamed: Streamed): Promise<void> {
  for (const url of streamed.urls) {
    const status = await ask(streamed, url);
    if (status !== 302) throw new Error(`${url} answered ${status}, not a redirect.`);
  }
}

/**
 * Asks every replica for it twenty times a second, beginning now.
 * @returns the milliseconds from now until the last redirect was answered, by whichever replica; 0
 *   when there was none
 */
export async function lastRedirectMs(streamed: Streamed): Promise<number> {
  const from = performance.now();
  let last = 0;
  const asked: Promise<void>[] = [];
  for (let at = 0; at < ASK_FOR_MS; at += ASK_EVERY_MS) {
    await delay(Math.max(0, from + at - performance.now()));
    for (const url of streamed.urls) {
      asked.push(
        ask(streamed, url).then((status) => {
          if (status === 302) last = Math.max(last, performance.now() - from);
        }),
      );
    }
  }
  await Promise.all(asked);
  return last;
}

async function ask({ path, token }: Streamed, url: string): Promise<number> {
  const { status } = await call(url, path, { token });
  if (status === 302 || status === 404) return status;
  throw new Error(`${url}${path} answered ${status}.`);
}
