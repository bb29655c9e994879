import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserBody } from '../contract/users.ts';
import { createTestApp, TEST_PASSWORD, type TestApp } from '../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestWork } from '../testing/work.ts';
import { login } from './login.ts';

let database: TestDatabase;
let app: TestApp;
let token: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
  token = await app.adminToken('asking@example.com');
});
afterAll(() => database.close());

const NEW_PASSWORD = 'a password that is new';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

interface Page {
  readonly items: readonly UserBody[];
  readonly next_cursor: string | null;
}

const list = (query = '') => app.call<Page>(`/users?${query}`, { token });
const add = (email: string, password = TEST_PASSWORD) =>
  app.call<UserBody>('/users', { body: { email, password }, token });
const change = (id: string, disabled: boolean, by = token) =>
  app.call<UserBody>(`/users/${id}`, { method: 'PUT', body: { disabled }, token: by });
const signIn = (email: string, password = TEST_PASSWORD) =>
  app.call<Tokens>('/auth/login', { body: { email, password } });
const refresh = ({ refresh_token }: Tokens) =>
  app.call('/auth/refresh', { body: { refresh_token } });
const me = (accessToken: string) => app.call('/auth/me', { token: accessToken });

async function trail(targetId: string) {
  const { body } = await app.call<{ items: object[] }>(`/audit?target_id=${targetId}`, { token });
  return body.items;
}

describe('users', () => {
  it('are added, and can sign in', async () => {
    const { status, body } = await add('Defne@example.com');
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      email: 'Defne@example.com',
      role: 'admin',
      disabled_at: null,
      created_at: expect.any(String),
    });
    expect((await signIn('defne@example.com')).status).toBe(200);
    expect(await trail(body.id)).toMatchObject([
      { action: 'user.create', actor: { email: 'asking@example.com' } },
    ]);
  });

  it('are one for an email, in any case', async () => {
    await add('twice@example.com');
    expect(await add('TWICE@example.com')).toMatchObject({
      status: 409,
      body: { code: 'user.exists', detail: 'There is an account TWICE@example.com already.' },
    });
  });

  it('need an email and a password of ten characters', async () => {
    expect(await add('nobody')).toMatchObject({ status: 422 });
    expect(await add('short@example.com', 'too short')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/password' }] },
    });
  });

  it('are listed by email, in pages, by part of it, and by whether they are disabled', async () => {
    const emails = ['list-c@example.com', 'List-A@example.com', 'list-b@example.com'];
    for (const email of emails) await add(email);
    const first = await list('q=LIST-&limit=2');
    expect(first.body.items.map(({ email }) => email)).toEqual([
      'List-A@example.com',
      'list-b@example.com',
    ]);
    const rest = await list(`q=LIST-&limit=2&cursor=${first.body.next_cursor}`);
    expect(rest.body).toMatchObject({
      items: [{ email: 'list-c@example.com' }],
      next_cursor: null,
    });
    await change(rest.body.items[0]?.id ?? '', true);
    expect((await list('q=list-&disabled=true')).body.items).toEqual([
      { ...rest.body.items[0], disabled_at: expect.any(String) },
    ]);
    expect((await list('q=list-&disabled=false')).body.items).toEqual(first.body.items);
    const elsewhere = await list(`q=other&cursor=${first.body.next_cursor}`);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'request.bad_cursor' } });
  });

  it('are no business of those who are not signed in', async () => {
    for (const [path, init] of [
      ['/users', {}],
      ['/users', { body: { email: 'a@example.com', password: TEST_PASSWORD } }],
      ['/users/x', { method: 'PUT', body: { disabled: true } }],
    ] as const) {
      expect(await app.call(path, init)).toMatchObject({ status: 401 });
    }
  });
});

describe('a user who is disabled', () => {
  it('is out at once and everywhere, until they are let in again', async () => {
    const email = 'leaving@example.com';
    const { id } = (await add(email)).body;
    const held = [(await signIn(email)).body, (await signIn(email)).body];
    const { status, body } = await change(id, true);
    expect(status).toBe(200);
    expect(body.disabled_at).not.toBeNull();
    const replica = createTestApp(database);
    for (const tokens of held) {
      expect((await replica.call('/auth/me', { token: tokens.access_token })).status).toBe(401);
      expect((await refresh(tokens)).status).toBe(401);
    }
    expect((await signIn(email)).body).toMatchObject({ code: 'auth.bad_credentials' });
    expect((await change(id, true)).body).toEqual(body);

    expect((await change(id, false)).body.disabled_at).toBeNull();
    expect((await signIn(email)).status).toBe(200);
    for (const tokens of held) expect((await refresh(tokens)).status).toBe(401);
    expect(await trail(id)).toMatchObject([
      { action: 'user.enable' },
      { action: 'user.disable', after: { disabled: true, sessions_ended: 2 } },
      { action: 'user.create' },
    ]);
  });

  it('is never oneself, and of two who disable each other one stays', async () => {
    const both = ['left@example.com', 'right@example.com'];
    const made = await Promise.all(
      both.map(async (email) => {
        const { id } = (await add(email)).body;
        return { id, token: (await signIn(email)).body.access_token };
      }),
    );
    const [left, right] = made;
    if (!left || !right) throw new Error('They were not made.');
    expect(await change(left.id, true, left.token)).toMatchObject({
      status: 409,
      body: { code: 'user.is_yourself' },
    });
    const answers = await Promise.all([
      change(left.id, true, right.token),
      change(right.id, true, left.token),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('adds nobody by a token that a replica still remembers', async () => {
    const email = 'remembered@example.com';
    const { id } = (await add(email)).body;
    const { access_token } = (await signIn(email)).body;
    const replica = createTestApp(database);
    const onReplica = (path: string, body?: object) =>
      replica.call(path, { token: access_token, ...(body ? { body } : {}) });
    expect((await onReplica('/auth/me')).status).toBe(200);
    await change(id, true);
    expect((await onReplica('/auth/me')).status).toBe(200);
    const other = { email: 'back-door@example.com', password: TEST_PASSWORD };
    expect(await onReplica('/users', other)).toMatchObject({
      status: 401,
      body: { code: 'auth.token_invalid' },
    });
  });

  it('has to exist', async () => {
    for (const id of ['rubbish', crypto.randomUUID()]) {
      expect(await change(id, true)).toMatchObject({
        status: 404,
        body: { code: 'user.not_found' },
      });
    }
  });
});

describe('one’s own password', () => {
  const changePassword = (accessToken: string, current: string, address?: string) =>
    app.call('/auth/password', {
      body: { current_password: current, new_password: NEW_PASSWORD },
      token: accessToken,
      ...(address === undefined ? {} : { address }),
    });

  it('is changed, and ends the other sessions but not this one', async () => {
    const email = 'changing@example.com';
    await add(email);
    const here = (await signIn(email)).body;
    const there = (await signIn(email)).body;
    expect(await changePassword(here.access_token, TEST_PASSWORD)).toMatchObject({ status: 204 });
    expect((await me(here.access_token)).status).toBe(200);
    expect((await refresh(here)).status).toBe(200);
    expect((await refresh(there)).status).toBe(401);
    expect((await me(there.access_token)).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is not changed by whoever does not know it, and is not to be guessed', async () => {
    const email = 'guessed@example.com';
    await add(email);
    const { access_token } = (await signIn(email)).body;
    const address = '203.0.113.77';
    const guess = () => changePassword(access_token, 'not the password', address);
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await guess()).toMatchObject({ status: 403, body: { code: 'auth.wrong_password' } });
    }
    expect(await guess()).toMatchObject({ status: 429, body: { code: 'auth.throttled' } });
    expect((await signIn(email)).status).toBe(200);
  });

  it('leaves no session to who signed in with the old one meanwhile', async () => {
    const email = 'meanwhile@example.com';
    const { id } = (await add(email)).body;
    const { access_token } = (await signIn(email)).body;
    const verified = Promise.withResolvers<void>();
    const changed = Promise.withResolvers<void>();
    const slow = {
      ...app.access.passwords,
      async verify(...given: Parameters<typeof app.access.passwords.verify>) {
        const isRight = await app.access.passwords.verify(...given);
        verified.resolve();
        await changed.promise;
        return isRight;
      },
    };
    const late = login(
      {
        ...createTestWork(database),
        access: { ...app.access, passwords: slow },
        actor: { type: 'anonymous' },
        requestId: null,
        address: '203.0.113.78',
      },
      { email, password: TEST_PASSWORD, userAgent: undefined },
    );
    await verified.promise;
    expect((await changePassword(access_token, TEST_PASSWORD)).status).toBe(204);
    changed.resolve();
    await expect(late).rejects.toMatchObject({ code: 'auth.bad_credentials' });
    const open = await app.call<{ items: object[] }>(`/sessions?user_id=${id}`, { token });
    expect(open.body.items).toHaveLength(1);
  });

  it('is changed once of two changes at the same time', async () => {
    const email = 'racing@example.com';
    await add(email);
    const { access_token } = (await signIn(email)).body;
    const answers = await Promise.all([
      changePassword(access_token, TEST_PASSWORD),
      changePassword(access_token, TEST_PASSWORD),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
  });
});
