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

/** How much goes wrong. */
export interface Weather {
  /** Of gates those with a fault, 0 to 1. */
  readonly rate: number;
  /** Of faults those that are stalls, 0 to 1. */
  readonly stalls: number;
}

export const CALM: Weather = { rate: 0, stalls: 0 };

/** Each seed has one of them. Where much only hangs, workers overtake each other most. */
export const WEATHERS: readonly Weather[] = [
  CALM,
  { rate: 0.05, stalls: 0.3 },
  { rate: 0.12, stalls: 0.3 },
  { rate: 0.05, stalls: 0.9 },
  { rate: 0.12, stalls: 0.9 },
];

/** What goes wrong at this gate, if anything. */
export function faultAt(
  draws: Draws,
  { key, kind }: Gate,
  { rate, stalls }: Weather,
): Fault | undefined {
  const isSafe = kind === 'time' || kind === 'timer';
  if (isSafe || !draws.chance(rate, key, 'fault')) return undefined;
  const roll = draws.number(key, 'kind');
  if (kind === 'client') return roll < 0.5 ? { kind: 'refused' } : { kind: 'unacknowledged' };
  if (draws.chance(stalls, key, 'stalls')) {
    return { kind: 'stall', ms: draws.pick(STALLS, key, 'stall') };
  }
  if (roll < 0.3) return { kind: 'refused' };
  if (roll < 0.6) return { kind: 'unacknowledged' };
  if (roll < 0.85) return { kind: 'crash', isDone: draws.chance(0.5, key, 'done') };
  return { kind: 'clock', ms: draws.pick([-8 * DAY, 8 * DAY], key, 'clock') };
}

/** How the adapters of the real thing tell of it. */
export function injectedError({ kind, label }: Gate): Error {
  if (kind === 'query' || kind === 'transaction')
    return new ConnectionLostError(`${label}: injected`);
  return new DcsError('storage.unavailable', { detail: `${label}: injected` });
}
