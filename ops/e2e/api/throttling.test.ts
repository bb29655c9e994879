import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Desk, openDesk } from '../desk.ts';
import { DIFFERENCES } from '../differences.ts';

const PER_PAIR = 10;
const PER_ADDRESS = 50;

const { admin, runtime } = inject('target');
let desk: Desk;
let lastAddress = 0;
beforeAll(async () => {
  desk = await openDesk();
});

/** An address of this run's own; RFC 5737 and RFC 3849 keep these for documentation. */
function newAddress(): string {
  lastAddress += 1;
  return `198.51.100.${lastAddress}`;
}

const newEmail = () => `${randomUUID()}@example.com`;

async function tryPassword(address: string, email: string, password = 'not the password') {
  const headers = { [DIFFERENCES.callerAddressHeader[runtime]]: address };
  return desk.call('/auth/login', { body: { email, password }, headers });
}

async function fail(times: number, address: string, email = newEmail): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: times }, () => tryPassword(address, email())),
  );
  return answers.map(({ status }) => status);
}

describe('guessing a password', () => {
  it('ends after ten failures at one account from one address', async () => {
    const [address, email] = [newAddress(), newEmail()];
    const statuses = await fail(PER_PAIR + 2, address, () => email);
    expect(statuses.sort()).toEqual([...Array(PER_PAIR).fill(401), 429, 429]);
    const { status, headers, body } = await tryPassword(address, email);
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'auth.throttled' });
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect(body.detail).toContain(`${seconds} s`);
  });

  it('locks out neither the account from elsewhere nor others from there', async () => {
    const address = newAddress();
    await fail(PER_PAIR, address, () => admin.email);
    expect((await tryPassword(address, admin.email, admin.password)).status).toBe(429);
    expect((await tryPassword(newAddress(), admin.email, admin.password)).status).toBe(200);
    expect((await tryPassword(address, newEmail())).status).toBe(401);
  });

  it('is forgiven by a success', async () => {
    const address = newAddress();
    await fail(PER_PAIR - 1, address, () => admin.email);
    expect((await tryPassword(address, admin.email, admin.password)).status).toBe(200);
    expect((await tryPassword(address, admin.email)).status).toBe(401);
  });

  it('at many accounts ends after fifty failures from one address', async () => {
    const address = newAddress();
    expect(await fail(PER_ADDRESS, address)).toEqual(Array(PER_ADDRESS).fill(401));
    expect((await tryPassword(address, newEmail())).status).toBe(429);
    expect((await tryPassword(address, admin.email, admin.password)).status).toBe(429);
  });

  it('counts addresses of one IPv6 network as one, and an account however it is spelt', async () => {
    const email = newEmail();
    const network = `2001:db8:0:${(Date.now() & 0xffff).toString(16)}`;
    for (let host = 1; host <= PER_PAIR; host += 1) await tryPassword(`${network}::${host}`, email);
    expect((await tryPassword(`${network}::ffff`, email.toUpperCase())).status).toBe(429);
  });
});

it('believes only what its own proxy wrote about the caller', async () => {
  const [address, email] = [newAddress(), newEmail()];
  const header = DIFFERENCES.callerAddressHeader[runtime];
  if (header !== 'x-forwarded-for') return expect(header).toBe('cf-connecting-ip');
  for (let time = 0; time < PER_PAIR; time += 1) {
    await tryPassword(`10.0.0.${time}, ${address}`, email);
  }
  expect((await tryPassword(`10.9.9.9, ${address}`, email)).status).toBe(429);
});
