import { getConnInfo } from '@hono/node-server/conninfo';
import type { DatabaseLease, HttpContext, Services } from '../core/http/environment.ts';
import type { Blobs, Logger } from '../core/ports.ts';
import { callerBehindProxies } from './caller.ts';
import { systemClock, systemIds } from './system.ts';

export interface NodeParts {
  /** The pool all requests share. */
  readonly db: DatabaseLease['db'];
  readonly blobs: Blobs;
  readonly log: Logger;
  /** How many reverse proxies stand in front. */
  readonly proxies: number;
  /** Absent where the panel is not built. */
  readonly panel: Services['panel'];
  readonly panelOrigins: readonly string[];
  wakeTicks(): void;
}

/** What Node gives the app: one pool for all requests, and the socket's address. */
export function nodeServices(parts: NodeParts): Services {
  const { db, blobs, log, proxies } = parts;
  const caller = (c: HttpContext) => {
    const address = getConnInfo(c).remote.address ?? null;
    return callerBehindProxies(c, { address, secure: false }, proxies);
  };
  return {
    leaseDatabase: () => ({ db, release: async () => {} }),
    blobs,
    clock: systemClock,
    ids: systemIds,
    log,
    callerAddress: (c) => caller(c).address,
    isSecure: (c) => caller(c).secure,
    keepFor: () => {}, // Node goes on by itself
    wakeTicks: () => parts.wakeTicks(),
    panel: parts.panel,
    panelOrigins: parts.panelOrigins,
    compressesAnswers: false,
  };
}
