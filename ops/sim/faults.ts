import { DcsError } from '../../api/core/errors.ts';
import { ConnectionLostError } from '../../db/connection.ts';
import type { Draws } from './draws.ts';
import type { Gate } from './gate.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What goes wrong where something leaves its process. */
export type Fault =
  /** Fails, and nothing was done. */
  | { readonly kind: 'refused' }
  /** Is done, and whoever asked is told that it failed. */
  | { readonly kind: 'unacknowledged' }
  /** The process dies; what it asked for is done before or not. */
  | { readonly kind: 'crash'; readonly isDone: boolean }
  /** The process hangs for so long, and goes on as if nothing had been. */
  | { readonly kind: 'stall'; readonly ms: number }
  /** The clock of the process is wrong by so much from now on. */
  | { readonly kind: 'clock'; readonly ms: number };

/** Past a lease; past a URL for uploads; past one for reads; as long as a process lives here. */
const STALLS = [25 * SECOND, 90 * SECOND, 16 * MINUTE, 9 * HOUR, 20 * HOUR];

/** What goes wrong at this gate, if anything. @param rate of gates with a fault, 0 to 1 */
export function faultAt(draws: Draws, { key, kind }: Gate, rate: number): Fault | undefined {
  if (kind === 'time' || kind === 'timer' || !draws.chance(rate, key, 'fault')) return undefined;
  const roll = draws.number(key, 'kind');
  if (kind === 'client') return roll < 0.5 ? { kind: 'refused' } : { kind: 'unacknowledged' };
  if (roll < 0.2) return { kind: 'refused' };
  if (roll < 0.45) return { kind: 'unacknowledged' };
  if (roll < 0.65) return { kind: 'crash', isDone: draws.chance(0.5, key, 'done') };
  if (roll < 0.9) return { kind: 'stall', ms: draws.pick(STALLS, key, 'stall') };
  return { kind: 'clock', ms: draws.pick([-8 * DAY, 8 * DAY], key, 'clock') };
}

/** How the adapters of the real thing tell of it. */
export function injectedError({ kind, label }: Gate): Error {
  if (kind === 'query' || kind === 'transaction')
    return new ConnectionLostError(`${label}: injected`);
  return new DcsError('storage.unavailable', { detail: `${label}: injected` });
}
