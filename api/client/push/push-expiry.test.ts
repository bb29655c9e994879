import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TEST_PASSWORD } from '../../testing/app.ts';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import {
  expectPublished,
  expectSoundProgress,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import { createApiClient } from '../api-client.ts';
import { createSession, type SessionTokens } from '../session.ts';

const MIB = 1024 * 1024;
/** Long enough that no URL lapses unless a test has it so; and the store allows 15 minutes of skew. */
const URL_SECONDS = 300;

let lab: PushLab;
beforeEach(async () => {
  lab = await openPushLab({ settings: { DCS_UPLOAD_URL_TTL: `${URL_SECONDS}` } });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await lab.close();
});

/** Lets time pass for the API and the store. */
function passThere(seconds: number) {
  lab.app.clock.advance(seconds);
  lab.store.advance(seconds);
}

/** Lets time pass for the push. */
function passHere(seconds: number) {
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + seconds * 1000);
}

const urlCalls = () => lab.calls.filter((call) => call.endsWith('/urls')).length;
const refusals = () =>
  lab.store.requests.filter((one) => one.status === 403).map((one) => pieceOf(one) ?? '');

const files = smallFiles(30);
const content = { ...files, 'big.bin': randomBytes(17 * MIB) };
const pieces = [...Object.keys(files), 'big.bin#1', 'big.bin#2'].sort();

/** Pushes until as many pieces are with the store as go at once; the others have their URLs. */
async function pushUntilBusy() {
  const bookId = await lab.makeBook();
  const held = lab.hold();
  const run = lab.push(createMemoryFolder(content), { bookId });
  const receipt = run.run();
  await lab.until(() => held.came.length === 16);
  return { bookId, run, receipt, held };
}

describe('URLs', () => {
  test('that lapse while they wait are signed anew, and never tried', async () => {
    const { bookId, run, receipt, held } = await pushUntilBusy();
    expect(urlCalls()).toBe(1);
    passThere(URL_SECONDS + 60);
    passHere(URL_SECONDS + 60);
    held.letOn();
    expect(await receipt).toMatchObject({ revision: 1 });
    expect(refusals()).toEqual([]);
    // One was next in line already; those behind it are signed all at once.
    expect(urlCalls()).toBe(3);
    expect(lab.takePuts()).toEqual(pieces);
    expect(run.told('retrying')).toEqual([]);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, content);
  });

  test('that lapse unnoticed are refused, and pieces are sent with new ones', async () => {
    const { bookId, run, receipt, held } = await pushUntilBusy();
    // As if the machine had slept, during which its clock for spans of time stands.
    passThere(URL_SECONDS + 60);
    held.letOn();
    expect(await receipt).toMatchObject({ revision: 1 });
    const late = pieces.filter((piece) => !held.came.includes(piece));
    expect(refusals().sort()).toEqual(late);
    expect(urlCalls()).toBe(1 + late.length);
    expect(lab.takePuts()).toEqual(pieces);
    expect(run.told('retrying')).toEqual([]);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, content);
  });

  test('that lapse while the push is paused are signed anew', async () => {
    const { bookId, run, receipt, held } = await pushUntilBusy();
    run.pause();
    held.letOn({ kind: 'drop' });
    passThere(URL_SECONDS + 60);
    passHere(URL_SECONDS + 60);
    run.resume();
    expect(await receipt).toMatchObject({ revision: 1 });
    expect(refusals()).toEqual([]);
    expect(lab.takePuts()).toEqual(pieces);
    await expectPublished(lab, bookId, content);
  });

  test.each([-600, 600])('are timed by the clock of an API that is %i s off', async (seconds) => {
    passThere(seconds);
    const bookId = await lab.makeBook();
    const run = lab.push(createMemoryFolder(content), { bookId });
    await run.run();
    expect(urlCalls()).toBe(1);
    expect(refusals()).toEqual([]);
    expect(lab.takePuts()).toEqual(pieces);
  });
});

describe('an access token', () => {
  /** Enough that URLs are asked for in three calls, the last when some are sent already. */
  const many = smallFiles(801);
  const TOKEN_SECONDS = 900;

  /** A session whose access token has ten seconds left. */
  async function oldSession(): Promise<ReturnType<typeof createSession>> {
    let held: SessionTokens | undefined;
    const session = createSession({
      baseUrl: lab.app.url,
      credentials: { email: 'ada@example.com', password: TEST_PASSWORD },
      store: {
        load: async () => held,
        async save(tokens) {
          held = tokens;
        },
      },
      fetch: lab.fetch,
    });
    lab.app.clock.advance(-TOKEN_SECONDS + 10);
    await session.get();
    lab.app.clock.advance(TOKEN_SECONDS - 10);
    return session;
  }

  test('that expires during the push is renewed, and the push goes on', async () => {
    const bookId = await lab.makeBook();
    const tokens = await oldSession();
    const api = createApiClient({ baseUrl: lab.app.url, tokens, fetch: lab.fetch });
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(many), { bookId, api });
    const receipt = run.run();
    await lab.until(() => held.came.length === 16 && urlCalls() === 2);
    lab.app.clock.advance(60);
    held.letOn();
    expect(await receipt).toMatchObject({ revision: 1 });
    const auth = lab.calls.filter((call) => call.includes('/auth/'));
    expect(auth).toEqual(['POST /auth/login', 'POST /auth/refresh']);
    expect(run.told('retrying')).toEqual([]);
    expect(lab.takePuts()).toEqual(Object.keys(many).sort());
  });

  test('that cannot be renewed ends the push, and the next one goes on', async () => {
    const bookId = await lab.makeBook();
    const old = await oldSession();
    const tokens = { get: () => old.get(), renew: async () => undefined };
    const api = createApiClient({ baseUrl: lab.app.url, tokens, fetch: lab.fetch });
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(files), { bookId, api });
    const receipt = run.run();
    await lab.until(() => held.came.length === 16);
    lab.app.clock.advance(60);
    held.letOn();
    await expect(receipt).rejects.toMatchObject({ code: 'auth.token_expired', status: 401 });
    expect(lab.takePuts()).toEqual(Object.keys(files).sort());
    expect(await lab.push(createMemoryFolder(files), { bookId }).run()).toMatchObject({
      revision: 1,
    });
    expect(lab.takePuts()).toEqual([]);
  });
});
