import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { type Content, createPusher, manifestFiles } from '../../../api/testing/pusher.ts';
import { startEmbeddedS3 } from '../../embedded/s3/server.ts';
import { type Answer, type Call, call } from '../http.ts';
import { LIMIT_MS } from '../process.ts';
import { dataFolder, external, readyUrl, start } from './surroundings.ts';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'outage-access', secretKey: 'outage-secret' };
const PUBLISHER = 'Acme';
/** In two parts. */
const LARGE = Buffer.alloc(16 * 1024 ** 2 + 1, 'large');

/** A line to a store: it passes all on, is cut and takes no more calls, or is silent for ever. */
type Line = 'open' | 'cut' | 'silent';

async function storeOnALine() {
  const dir = path.join(await dataFolder(), 's3');
  const store = await startEmbeddedS3({ ...KEYS, store: { kind: 'disk', dir } });
  const sockets = new Set<Socket>();
  let line: Line = 'open';
  const server = createServer((client) => {
    const upstream = connect(store.port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    if (line === 'cut') client.destroy();
    client.on('data', (bytes) => line === 'open' && upstream.write(bytes));
    upstream.on('data', (bytes) => line === 'open' && client.write(bytes));
    client.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const set = (to: Line) => {
    line = to;
    if (to === 'cut') for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    set('cut');
    server.close();
    await store.stop();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { endpoint: `http://127.0.0.1:${port}`, set };
}

async function openDesk(endpoint: string) {
  const program = start({
    ...(await external()),
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY: KEYS.accessKey,
    S3_SECRET_KEY: KEYS.secretKey,
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
    DCS_HEAD_CACHE_MS: '0',
  });
  const baseUrl = await readyUrl(program);
  const login = await call<TokenAnswer>(baseUrl, '/auth/login', { body: ADMIN });
  const token = login.body.access_token;
  const ask = <Body = Record<string, unknown>>(target: string, init?: Call) =>
    call<Body>(baseUrl, target, { token, ...init });
  const pusher = createPusher({ call: ask });
  return {
    ask,
    pusher,
    remove: (id: string) => ask<OperationBody>(`/books/${id}`, { method: 'DELETE' }),
    finalize: (id: string) => ask(`/uploads/${id}/finalize`, { method: 'POST' }),
    async create(name: string) {
      const about = { language: 'tr', category: 'science', version: '1.0' };
      const body = { publisher: PUBLISHER, book_name: name, ...about };
      return (await ask<BookBody>('/books', { body })).body.id;
    },
    async read(name: string, file = 'a.txt') {
      const place = `/storage/books/${PUBLISHER}/${name}/${file}?redirect=false`;
      const { status, body } = await ask<{ url: string }>(place);
      return status === 200 ? (await fetch(body.url)).text() : status;
    },
    async settle() {
      const left = async () => {
        const { body } = await ask<{ items: OperationBody[] }>('/operations?limit=200');
        return body.items.filter(({ state }) => state !== 'done');
      };
      await expect.poll(left, { timeout: 2 * LIMIT_MS }).toEqual([]);
    },
  };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

async function publish(desk: Desk, name: string, content: Content = { 'a.txt': name }) {
  const id = await desk.create(name);
  await desk.pusher.push(id, content);
  return id;
}

async function trashed(desk: Desk, name: string): Promise<string> {
  await desk.remove(await publish(desk, name));
  await desk.settle();
  const { body } = await desk.ask<{ items: TrashItemBody[] }>('/storage/trash');
  return body.items.find((item) => item.book_name === name)?.id ?? '';
}

function expectUnavailable({ status, headers, body }: Answer<Record<string, unknown>>) {
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'storage.unavailable' });
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
}

it.each(['cut', 'silent'] as const)(
  'with the store %s, what needs it is unavailable, what is asked for is accepted, and done later',
  async (outage) => {
    const line = await storeOnALine();
    const desk = await openDesk(line.endpoint);
    const [deleted, renamed, growing] = await Promise.all(
      ['deleted', 'renamed', 'growing'].map((name) => publish(desk, name)),
    );
    const trashId = await trashed(desk, 'restored');
    const more = { 'a.txt': 'more', 'large.bin': LARGE };
    const planned = await desk.pusher.plan(growing ?? '', more);
    const ready = await desk.pusher.stage(await desk.create('ready'), { 'a.txt': 'ready' });

    line.set(outage);
    const accepted = [
      await desk.remove(deleted ?? ''),
      await desk.ask('/storage/restore', { body: { trash_id: trashId } }),
      await desk.ask(`/books/${renamed}`, { method: 'PUT', body: { book_name: 'named' } }),
    ];
    expect(accepted.map(({ status }) => status)).toEqual([202, 202, 200]);
    const part = { path: 'large.bin', part: 1, sha256: '0'.repeat(64) };
    const { id } = planned.body.upload;
    // Each within the minute after which a call counts as hanging.
    const [health, published, ...refused] = await Promise.all([
      desk.ask('/health'),
      desk.finalize(ready),
      desk.ask(`/books/${growing}/upload`, { body: { files: manifestFiles(more) } }),
      desk.ask(`/uploads/${id}/urls`, { body: { parts: [part] } }),
      desk.ask(`/uploads/${id}`),
    ]);
    expect(health).toMatchObject({ status: 503, body: { checks: { s3: { ok: false } } } });
    for (const answer of refused) expectUnavailable(answer);
    // Who has waited long enough is given the operation.
    if (published.status === 202)
      expect(Number(published.headers['retry-after'])).toBeGreaterThan(0);
    else expectUnavailable(published);

    line.set('open');
    await desk.settle();
    expect((await desk.finalize(ready)).body).toMatchObject({ revision: 1 });
    await desk.pusher.push(growing ?? '', more);
    for (const [name, text] of [
      ['deleted', 404],
      ['restored', 'restored'],
      ['renamed', 404],
      ['named', 'renamed'],
      ['growing', 'more'],
      ['ready', 'ready'],
    ] as const) {
      expect([name, await desk.read(name)]).toEqual([name, text]);
    }
  },
  4 * LIMIT_MS,
);
