import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '../core/ports.ts';

/** scrypt's parameters (RFC 7914): cost 2^ln, block size r, parallelism p. */
export interface ScryptParameters {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 16 MiB and about 0.2 s; OWASP's Password Storage Cheat Sheet names it as its equal of N = 2^17, p = 1. */
const DEFAULT_SCRYPT: ScryptParameters = { ln: 14, r: 8, p: 5 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/**
 * Hashes as PHC strings, `$scrypt$ln=14,r=8,p=5$salt$hash`, so that the parameters can be raised
 * and older hashes still be checked. Passwords are compared in NFKC: the same keys pressed on
 * another system may give another Unicode form.
 */
export function createPasswordHasher(
  parameters: ScryptParameters = DEFAULT_SCRYPT,
): PasswordHasher {
  const dummy = format(parameters, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return format(parameters, salt, await derive(password, salt, parameters));
    },
    async verify(password, stored) {
      const { salt, hash, ...used } = parse(stored ?? dummy);
      const given = await derive(password, salt, used);
      return timingSafeEqual(given, hash) && stored !== null;
    },
  };
}

function derive(password: string, salt: Uint8Array, { ln, r, p }: ScryptParameters) {
  const N = 2 ** ln;
  // Node refuses to use more than `maxmem`; RFC 7914 needs 128·N·r, and a little beside it.
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise<Buffer>((resolve, reject) => {
    scryptCallback(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function format({ ln, r, p }: ScryptParameters, salt: Buffer, hash: Buffer): string {
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
}

function parse(stored: string): ScryptParameters & { salt: Buffer; hash: Buffer } {
  const [, ln, r, p, salt, hash] = STORED.exec(stored) ?? [];
  if (!salt || !hash) throw new Error('A stored password hash is not one of ours.');
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
