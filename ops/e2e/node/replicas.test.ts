import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import { call } from '../http.ts';
import { dataFolder, external, readyUrl, start } from './surroundings.ts';

it('two replicas that start at once on an empty database become ready, with one admin', async () => {
  const settings = {
    ...(await external()),
    DCS_JWT_KEYS: `shared:${randomBytes(32).toString('base64url')}`,
  };
  const programs = [start(settings), start({ ...settings, DCS_DATA_DIR: await dataFolder() })];
  const urls = await Promise.all(programs.map(readyUrl));
  const printed = programs.map((program) => program.output()).join('\n');
  const passwords = [...printed.matchAll(/^admin password: (\S+)$/gm)].map((match) => match[1]);
  expect(passwords).toHaveLength(1);

  const body = { email: 'admin@example.com', password: passwords[0] };
  for (const url of urls) {
    const login = await call<TokenAnswer>(url, '/auth/login', { body });
    expect(login.status).toBe(200);
    const { access_token: token } = login.body;
    for (const other of urls) {
      expect((await call(other, '/auth/me', { token })).status).toBe(200);
      const made = await call<{ items: unknown[] }>(other, '/audit?action=user.create', { token });
      expect(made.body.items).toHaveLength(1);
    }
  }
});
