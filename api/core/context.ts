import type { Db } from '../../db/client.ts';
import type { Role } from '../contract/access.ts';
import type { Blobs, Clock, Ids, Logger } from './ports.ts';

/** Who acts: a signed-in user, the service itself, or nobody known. */
export type Actor =
  | { readonly type: 'user'; readonly id: string; readonly email: string; readonly role: Role }
  | { readonly type: 'system' }
  | { readonly type: 'anonymous' };

/** What every verb gets: who acts, on behalf of which request, and the ports it may use. */
export interface Context {
  readonly actor: Actor;
  readonly requestId: string | null;
  /** The caller's network address, as far as it can be trusted. */
  readonly address: string | null;
  readonly db: Db;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

/** What verbs get that go on after their request is answered. */
export interface RequestContext extends Context {
  /** Keeps the process and the request's database for this work, which never fails. */
  outlive(work: Promise<void>): void;
  /**
   * Has a tick begin at once where a process ticks by itself. To be called when the transaction that
   * created an operation, or made something else due, has committed.
   */
  wakeTicks(): void;
}
