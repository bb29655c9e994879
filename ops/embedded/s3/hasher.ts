/** A running digest. */
export type Hasher = { update(chunk: Uint8Array): void; digest(): Buffer };
