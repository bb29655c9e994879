import canonicalize from 'canonicalize';
import type { AuditEventBody } from '../../contract/audit.ts';
import { bytesToHex } from '../hashes.ts';

const encoder = new TextEncoder();

/** What the first event is chained to. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/**
 * The hash that seals an event: SHA-256 over the 32 bytes of the hash before it, 32 zeros before the
 * first, and the event as on the wire in canonical JSON (RFC 8785).
 *
 * @param event as read from the database, whose jsonb writes some values otherwise than they came
 */
export async function sealHash(
  previous: Uint8Array,
  event: AuditEventBody,
): Promise<Uint8Array<ArrayBuffer>> {
  // A number beyond what JSON's readers hold is null on the wire, and refused by the canonical form.
  const text = encoder.encode(canonicalize(JSON.parse(JSON.stringify(event))));
  const sealed = new Uint8Array(previous.length + text.length);
  sealed.set(previous);
  sealed.set(text, previous.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', sealed));
}

export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return bytesToHex(one) === bytesToHex(other);
}
