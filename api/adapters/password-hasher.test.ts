import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from './password-hasher.ts';

const cheap = createPasswordHasher({ ln: 4, r: 8, p: 1 });

describe('a password hash', () => {
  it('names its parameters, and no two of one password are the same', async () => {
    const [first, second] = [await cheap.hash('a password'), await cheap.hash('a password')];
    expect(first).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(second).not.toBe(first);
  });

  it('is checked with its own parameters, whatever those of today are', async () => {
    const stored = await cheap.hash('a password');
    const dearer = createPasswordHasher({ ln: 5, r: 4, p: 2 });
    expect(await dearer.verify('a password', stored)).toBe(true);
    expect(await dearer.verify('another', stored)).toBe(false);
  });

  it('equals RFC 7914 for its test vector', async () => {
    // §12: scrypt("pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1); its first 32 bytes.
    const salt = Buffer.from('SodiumChloride').toString('base64').replaceAll('=', '');
    const hash = Buffer.from(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
      'hex',
    );
    const stored = `$scrypt$ln=14,r=8,p=1$${salt}$${hash.toString('base64').replaceAll('=', '')}`;
    expect(await cheap.verify('pleaseletmein', stored)).toBe(true);
  });

  it('of nobody never matches', async () => {
    expect(await cheap.verify('', null)).toBe(false);
  });

  it('matches the same characters typed in another Unicode form', async () => {
    const stored = await cheap.hash('şifre-çok-güçlü');
    expect(await cheap.verify('şifre-çok-güçlü'.normalize('NFD'), stored)).toBe(true);
  });
});
