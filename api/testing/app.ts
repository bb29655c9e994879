import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { Database } from '../../db/client.ts';
import type { AccessPorts } from '../access/context.ts';
import { createUser } from '../access/create-user.ts';
import { createAccessTokens, type SigningKey } from '../access/tokens.ts';
import { readConfig, type StoreAccess } from '../adapters/config.ts';
import { contentPorts } from '../adapters/content-ports.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { createPasswordHasher } from '../adapters/password-hasher.ts';
import { createLogger, systemIds } from '../adapters/system.ts';
import { createApp } from '../app.ts';
import type { Services } from '../core/http/environment.ts';
import type { Clock } from '../core/ports.ts';

/** Cheap enough that a test may sign in often. */
const passwords = createPasswordHasher({ ln: 4, r: 8, p: 1 });

export const signingKey: SigningKey = {
  kid: 'test',
  secret: randomBytes(32).toString('base64url'),
};

/** A clock that stands until it is moved. */
export class TestClock implements Clock {
  #ms = Date.now();

  now(): Date {
    return new Date(this.#ms);
  }

  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }
}

export interface CallInit {
  readonly method?: string;
  /** Sent as JSON, or as it is when it is a string or bytes. */
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller's network address. */
  readonly address?: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined where there is no body. */
  readonly body: Body;
}

export interface TestApp {
  readonly clock: TestClock;
  readonly access: AccessPorts;
  /** Answers a request, for whoever serves it over a network. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  call<Body = Record<string, unknown>>(path: string, init?: CallInit): Promise<Answer<Body>>;
  /** Makes an admin and signs an access token for it. */
  adminToken(email?: string): Promise<string>;
}

export interface TestAppOptions {
  /** The run's own unless given. */
  readonly store?: StoreAccess | undefined;
  /** As in the environment; the defaults unless given, except that no head is kept. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when there is work for ticks; nothing unless given. */
  readonly wakeTicks?: () => void;
}

/** A replica of the API over `database`, called without a network between. */
export function createTestApp(
  database: Database,
  clock = new TestClock(),
  { store = inject('store'), settings = {}, wakeTicks = () => {} }: TestAppOptions = {},
): TestApp {
  const logged: string[] = [];
  const access: AccessPorts = {
    passwords,
    tokens: createAccessTokens({ keys: [signingKey], ttlSeconds: 900, clock, ids: systemIds }),
    refreshTtlSeconds: 3600,
  };
  const services: Services = {
    leaseDatabase: () => ({ db: database.query, release: async () => {} }),
    blobs: createNodeBlobs(store),
    clock,
    ids: systemIds,
    log: createLogger('info', (line) => logged.push(line)),
    callerAddress: (c) => c.req.header('x-test-address') ?? '192.0.2.1',
    isSecure: () => false,
    keepFor: () => {},
    wakeTicks,
    panel: undefined,
    panelOrigins: [],
    compressesAnswers: false,
  };
  const app = createApp(services, {
    access,
    content: contentPorts(readConfig({ DCS_HEAD_CACHE_MS: '0', ...settings }), store),
  });
  return {
    clock,
    access,
    fetch: (request) => app.fetch(request),
    logged,
    async call(path, init = {}) {
      const response = await app.request(path, requestInit(init));
      const text = await response.text();
      const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
      };
    },
    async adminToken(email = `${systemIds.uuid()}@example.com`) {
      const id = await createTestUser(database, email);
      return (await access.tokens.issue({ id, role: 'admin' })).token;
    },
  };
}

function requestInit({ method, body, token, headers, address }: CallInit): RequestInit {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(address === undefined ? {} : { 'x-test-address': address }),
      ...headers,
    },
    // Bytes are a BodyInit too; the library's types want them over a plain ArrayBuffer.
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  };
}

export const TEST_PASSWORD = 'correct horse battery';

/** Adds an admin who signs in with {@link TEST_PASSWORD}. */
export function createTestUser(database: Database, email: string): Promise<string> {
  const ctx = {
    actor: { type: 'system' },
    requestId: null,
    address: null,
    db: database.query,
    ids: systemIds,
    passwords,
  } as const;
  return createUser(ctx, { email, password: TEST_PASSWORD, role: 'admin' });
}
