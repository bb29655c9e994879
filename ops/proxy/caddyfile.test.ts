import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseSites, findCaddy, startCaddy } from '../e2e/caddy.ts';
import { type Call, call } from '../e2e/http.ts';

const skipped = !findCaddy();
if (skipped) console.warn('Caddy is not installed: the tests of ops/proxy/Caddyfile are skipped.');

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

interface Upstream {
  readonly url: string;
  /** What has reached it, oldest first. */
  readonly seen: Seen[];
  /** Bytes of all bodies so far. */
  bytes: number;
  stop(): void;
}

/** A server that takes whatever comes, and answers with what must not always come through. */
async function startUpstream(): Promise<Upstream> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    upstream.seen.push({ method, url, headers });
    incoming.on('data', (chunk: Buffer) => {
      upstream.bytes += chunk.length;
    });
    incoming.on('end', () => {
      outgoing.writeHead(200, {
        'set-cookie': 'a=b',
        'content-security-policy': 'block-all-mixed-content',
        etag: '"strong"',
      });
      outgoing.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // as a listener on TCP has one
  const upstream: Upstream = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    bytes: 0,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return upstream;
}

describe.skipIf(skipped)('the reverse proxy', async () => {
  const sites = await chooseSites();
  let service: Upstream;
  let store: Upstream;
  let ca: string;
  const stops: (() => unknown)[] = [];
  const ask = (site: keyof typeof sites, target: string, init: Call) =>
    call(sites[site], target, { ca, ...init });

  beforeAll(async () => {
    service = await startUpstream();
    stops.push(service.stop);
    store = await startUpstream();
    stops.push(store.stop);
    const caddy = await startCaddy(sites, { service: service.url, store: store.url });
    stops.push(caddy.stop);
    ca = caddy.ca;
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });
  beforeEach(() => {
    store.seen.length = 0;
    store.bytes = 0;
    service.seen.length = 0;
  });

  const credentials = { authorization: 'Bearer secret', cookie: 'dcs_refresh=secret' };

  it.each([
    { what: 'an upload', site: 'panel', method: 'PUT', base: '/_s3' },
    { what: 'a read', site: 'files', method: 'GET', base: '' },
  ] as const)(
    'gives $what to the store as it was signed, without credentials',
    async ({ site, method, base }) => {
      const target = '/books/Acme/A%20b/%C5%9F%2B1%2F*.js?partNumber=2&X-Amz-Signature=%2F';
      const answer = await ask(site, base + target, { method, headers: credentials });
      expect(answer.status).toBe(200);
      expect(answer.headers.etag).toBe('"strong"');
      expect(answer.headers).not.toHaveProperty('set-cookie');
      const [seen, ...others] = store.seen;
      expect(others).toEqual([]);
      expect(seen).toMatchObject({
        method,
        url: target,
        headers: { host: new URL(store.url).host },
      });
      for (const name of ['authorization', 'cookie', 'accept-encoding']) {
        expect(seen?.headers).not.toHaveProperty(name);
      }
    },
  );

  it.each([
    {
      site: 'panel',
      target: '/_s3/books/a',
      allow: 'PUT',
      others: ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'],
    },
    {
      site: 'files',
      target: '/books/a',
      allow: 'GET, HEAD, OPTIONS',
      others: ['PUT', 'POST', 'DELETE'],
    },
  ] as const)(
    'lets $allow alone through to the store at the site of the $site',
    async ({ site, target, allow, others }) => {
      for (const method of allow.split(', ')) {
        expect((await ask(site, target, { method })).status).toBe(200);
      }
      const allowed = store.seen.length;
      for (const method of others) {
        expect(await ask(site, target, { method })).toMatchObject({
          status: 405,
          headers: { allow },
        });
      }
      expect(store.seen).toHaveLength(allowed);
      expect(service.seen).toEqual([]);
    },
  );

  it.each(['PUT', 'GET'])(
    'lets nothing run that %s answers on the panel’s origin',
    async (method) => {
      const { headers } = await ask('panel', '/_s3/books/a', { method });
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      });
    },
  );

  it('passes on what has come of an upload before the rest is there', async () => {
    const outgoing = request(`${sites.panel}/_s3/books/a`, {
      ca,
      agent: false,
      method: 'PUT',
      headers: { 'content-length': 200_000 },
    });
    outgoing.write(Buffer.alloc(100_000));
    await expect.poll(() => store.bytes).toBe(100_000);
    outgoing.end(Buffer.alloc(100_000));
    const [answer] = await once(outgoing, 'response');
    expect(answer.statusCode).toBe(200);
    expect(store.seen[0]?.headers['content-length']).toBe('200000');
  });

  it('gives all else to the service, and tells it who asks by what scheme', async () => {
    const headers = {
      ...credentials,
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'http',
    };
    const answer = await ask('panel', '/books?limit=1', { method: 'DELETE', headers });
    expect(answer.headers['set-cookie']).toEqual(['a=b']);
    expect(answer.headers['content-security-policy']).toBe('block-all-mixed-content');
    expect(store.seen).toEqual([]);
    expect(service.seen).toMatchObject([
      {
        method: 'DELETE',
        url: '/books?limit=1',
        headers: {
          ...credentials,
          host: new URL(sites.panel).host,
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-proto': 'https',
        },
      },
    ]);
    expect(service.seen[0]?.headers).not.toHaveProperty('accept-encoding');
  });
});
