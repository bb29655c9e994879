import type { HttpContext } from '../core/http/environment.ts';

/** What the connection itself tells. */
export interface Connection {
  readonly address: string | null;
  readonly secure: boolean;
}

/**
 * The caller behind `hops` reverse proxies, each of which appends the address it saw to
 * X-Forwarded-For. Only the entries our own proxies wrote are believed; the rest is hearsay.
 */
export function callerBehindProxies(
  c: HttpContext,
  connection: Connection,
  hops: number,
): Connection {
  if (hops === 0) return connection;
  const forwarded = (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const protocol = c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim();
  return {
    address: forwarded.at(-hops) ?? connection.address,
    secure: protocol === undefined ? connection.secure : protocol === 'https',
  };
}
