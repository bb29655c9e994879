import { createSignal } from 'solid-js';
import type { TokenSource } from '../../api/client/api-client.ts';
import type { TokenAnswer } from '../../api/contract/access.ts';

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;

export type SessionUser = TokenAnswer['user'];

/**
 * Where the session stands. `ended` is one that was open here and is no more: what was under way
 * waits until its user has signed in again.
 */
export type SessionState = 'signed-out' | 'signed-in' | 'ended';

/** The access tokens of one user. They live in memory alone, and end with the page. */
export interface Tokens extends TokenSource {
  state(): SessionState;
  user(): SessionUser | undefined;
  /**
   * Holds a token, and lets go on what waited for it. Somebody else's is never held, since what
   * this page shows and has begun is not theirs: the page begins anew instead.
   * @returns whether it is held
   */
  take(answer: TokenAnswer): boolean;
  /** The token held, fresh or not. */
  held(): string | undefined;
  drop(): void;
}

interface HeldToken {
  readonly text: string;
  /** On the clock of `performance.now()`. */
  readonly goodUntil: number;
}

/** @param askByCookie gives another token, or none where no session is open */
export function createTokens(askByCookie: () => Promise<TokenAnswer | undefined>): Tokens {
  const [state, setState] = createSignal<SessionState>('signed-out');
  const [user, setUser] = createSignal<SessionUser>();
  let held: HeldToken | undefined;
  let renewing: Promise<boolean> | undefined;
  let signedInAgain = Promise.withResolvers<void>();

  function take({ access_token, expires_in, user: who }: TokenAnswer): boolean {
    const before = user();
    if (before && before.id !== who.id) {
      location.reload();
      return false;
    }
    held = { text: access_token, goodUntil: performance.now() + expires_in * 1000 };
    setUser(who);
    setState('signed-in');
    signedInAgain.resolve();
    signedInAgain = Promise.withResolvers();
    return true;
  }

  async function renew(): Promise<boolean> {
    const answer = await askByCookie();
    return answer !== undefined && take(answer);
  }

  function renewOnce(): Promise<boolean> {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function renewOrWait(): Promise<string | undefined> {
    if (state() === 'ended' || !(await renewOnce())) {
      setState('ended');
      await signedInAgain.promise;
    }
    return held?.text;
  }

  return {
    state,
    user,
    take,
    held: () => held?.text,
    drop() {
      held = undefined;
    },
    async get() {
      if (state() === 'signed-out') return undefined;
      const isFresh = held && held.goodUntil - performance.now() > RENEW_BEFORE_MS;
      return isFresh ? held?.text : renewOrWait();
    },
    async renew(stale) {
      return held && held.text !== stale ? held.text : renewOrWait();
    },
  };
}
