import postgres from 'postgres';
import { expect, it } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import { createPusher } from '../../../api/testing/pusher.ts';
import { runDcs } from '../../cli/testing/run-dcs.ts';
import { findRunning } from '../../embedded/running.ts';
import { call } from '../http.ts';
import { dataFolder, readyUrl, start } from './surroundings.ts';

const BOOK = { publisher: 'Acme', book_name: 'Kitap', language: 'tr', category: 'c', version: '1' };

it('what is queued is begun by the service, and by "dcs ops tick" beside it on the same servers', async () => {
  const DCS_DATA_DIR = await dataFolder();
  const program = start({ DCS_DATA_DIR });
  const baseUrl = await readyUrl(program);
  const password = await program.prints(/^admin password: (\S+)$/m);
  const body = { email: 'admin@example.com', password };
  const { access_token: token } = (await call<TokenAnswer>(baseUrl, '/auth/login', { body })).body;
  const pusher = createPusher({ call: (at, init) => call(baseUrl, at, { token, ...init }) });
  const ask = async <Body>(at: string, method = 'GET', headers = {}) =>
    (await call<Body>(baseUrl, at, { token, method, headers })).body;

  const book = await call<{ id: string }>(baseUrl, '/books', { token, body: BOOK });
  const { upload } = (await pusher.plan(book.body.id, { 'a.txt': 'a' })).body;
  const finalize = `/uploads/${upload.id}/finalize`;
  const { id } = await ask<OperationBody>(finalize, 'POST', { prefer: 'respond-async' });
  const operation = () => ask<OperationBody>(`/operations/${id}`);
  await expect.poll(async () => (await operation()).state).toBe('failed');
  const { databaseUrl = '' } = (await findRunning(DCS_DATA_DIR)) ?? {};
  const database = postgres(databaseUrl, { max: 1 });
  await database`UPDATE operations SET state = 'needs_person', error = NULL WHERE id = ${id}`;
  await pusher.send(upload.id, { 'a.txt': 'a' });
  expect(await ask(`/operations/${id}/retry`, 'POST')).toMatchObject({ state: 'queued' });
  // Nobody follows it: only a tick works on it.
  await expect.poll(async () => (await operation()).state).toBe('done');

  await database`INSERT INTO outbox (kind, entity_id, record) VALUES ('book', gen_random_uuid(), '{}')`;
  await database.end();
  const ticked = await runDcs(['ops', 'tick', '--json'], { env: { DCS_DATA_DIR } });
  expect(ticked).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ticked.stdout)).toMatchObject({ left: { records: 0, operations: 0 } });
});
