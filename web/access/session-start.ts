import { createSignal } from 'solid-js';
import { createSession, type Session } from './session.tsx';

/** Between the tries, so that a service that restarts is waited for. */
const WAITS_MS = [1000, 2000, 4000, 8000];

/** The way to a session. */
export interface SessionStart {
  /** Once it is known whether one is open. */
  session(): Session | undefined;
  /** `delayed` when a try has failed and others follow; `failed` when none does. */
  state(): 'opening' | 'delayed' | 'failed';
  /** Begins again after it has failed. */
  retry(): void;
}

/** Begins at once. A service that does not answer is no session that has ended, so nobody is signed out by it. */
export function createSessionStart(baseUrl: string): SessionStart {
  const [session, setSession] = createSignal<Session>();
  const [state, setState] = createSignal<ReturnType<SessionStart['state']>>('opening');

  async function open(waitsMs: readonly number[]): Promise<void> {
    try {
      setSession(await createSession(baseUrl));
    } catch {
      const [waitMs, ...others] = waitsMs;
      if (waitMs === undefined) {
        setState('failed');
        return;
      }
      setState('delayed');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await open(others);
    }
  }

  void open(WAITS_MS);
  return {
    session,
    state,
    retry() {
      setState('delayed');
      void open(WAITS_MS);
    },
  };
}
