import { readConfig } from '../../api/adapters/config.ts';
import { contentPorts } from '../../api/adapters/content-ports.ts';
import { createBook } from '../../api/content/books/create-book.ts';
import type { ContentPorts, ContentRequest, ContentWork } from '../../api/content/context.ts';
import type { ReadingCache } from '../../api/content/reading/reading-cache.ts';
import { foldName } from '../../api/contract/names.ts';
import { isDatabaseUnavailable } from '../../api/core/database-errors.ts';
import { DcsError } from '../../api/core/errors.ts';
import type { Ids, LogFields } from '../../api/core/ports.ts';
import type { Draws } from './draws.ts';
import type { Process } from './gate.ts';
import { gatedBlobs } from './gated-blobs.ts';
import { gatedDb } from './gated-client.ts';
import type { HeldUrl } from './invariants.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Model } from './model.ts';
import { CrashedError, type Scheduler } from './scheduler.ts';
import { plainSigner } from './signed-urls.ts';
import type { SimDatabase } from './sim-database.ts';
import { Violation } from './violation.ts';

const ADMIN = {
  type: 'user',
  id: '01900000-0000-7000-8000-000000000001',
  email: 'admin@example.com',
  role: 'admin',
} as const;

/** All there is in one run. */
export interface World {
  readonly draws: Draws;
  readonly scheduler: Scheduler;
  readonly store: MemoryStore;
  readonly model: Model;
  readonly database: SimDatabase;
  readonly ports: ContentPorts;
  /** Ids of the two books. */
  readonly books: string[];
  /** What each replica knows of what it streams. */
  readonly caches: readonly ReadingCache[];
  /** What readers hold. */
  readonly urls: HeldUrl[];
}

const NOWHERE = { endpoint: 'http://store.invalid', accessKey: '-', secretKey: '-', region: '-' };

/** As in production but for the signer, and for revisions that are let go as soon as may be. */
export function simPorts(): ContentPorts {
  const config = readConfig({ REVISIONS_KEEP: '1' });
  return { ...contentPorts(config, NOWHERE), signer: plainSigner };
}

/** What ticks work with in this process. */
export function workContext(world: World, process: Process): ContentWork {
  const { scheduler, database, store, ports } = world;
  const clock = { now: () => new Date(scheduler.nowMs + process.clockOffsetMs) };
  return {
    db: gatedDb(scheduler, process, database.client),
    blobs: gatedBlobs(scheduler, process, store),
    clock,
    ids: seededIds(world.draws, process, clock),
    log: {
      info: () => {},
      warn: () => {},
      error: (message, fields) => noteFailure(scheduler, message, fields),
    },
    content: ports,
  };
}

/** What a request of an admin works with in this process. */
export function requestContext(world: World, process: Process): ContentRequest {
  return {
    ...workContext(world, process),
    actor: ADMIN,
    requestId: process.name,
    address: null,
    outlive: () => {},
    wakeTicks: () => {},
  };
}

/** As the real ones are made, from the process's own clock, but from no chance. */
function seededIds(draws: Draws, process: Process, clock: ContentWork['clock']): Ids {
  let made = 0;
  const hex = (digits: number) => {
    made += 1;
    const bits = draws.number(process.name, 'id', made) * 2 ** 32;
    return bits.toString(16).padStart(8, '0').slice(0, 8).repeat(2).slice(0, digits);
  };
  const uuid = () => {
    const ms = clock.now().getTime().toString(16).padStart(12, '0');
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(8)}${hex(4)}`;
  };
  return {
    uuid,
    random: uuid,
    gen: () => `${clock.now().getTime().toString(32).padStart(10, '0')}${hex(6)}`,
  };
}

/** What an operation failed of must be of our making. */
function noteFailure(scheduler: Scheduler, message: string, fields: LogFields = {}): void {
  const told = Array.isArray(fields.error) ? fields.error.join('; ') : '';
  // A copy is missed when its source went meanwhile, as another worker was quicker.
  if (message !== 'operation' || told.includes(': injected') || told.startsWith('The copy')) return;
  const stack = Array.isArray(fields.stack) ? fields.stack.slice(0, 6).join('\n') : '';
  scheduler.fail(new Violation('unexpected', `${told}\n${stack}`));
}

/** Passes over what may happen to a request. @throws Violation for what may not */
export function requireExpected(error: unknown): void {
  const isExpected =
    error instanceof CrashedError ||
    isDatabaseUnavailable(error) ||
    (error instanceof DcsError && error.code !== 'internal');
  if (isExpected || error instanceof Violation) {
    if (error instanceof Violation) throw error;
    return;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const stack = cause instanceof Error ? cause.stack : String(cause);
  throw new Violation('unexpected', String(stack), error);
}

/** The names a book goes by. */
export function namesOf(bookName: string) {
  return { publisher: 'Acme', book_name: bookName };
}

/** Makes the books, before anything goes wrong. */
export async function createBooks(world: World): Promise<void> {
  for (const name of ['One', 'Two']) {
    const book = { ...namesOf(name), language: 'tr', category: foldName('Art'), version: '1' };
    const row = await world.scheduler.spawn(`create ${name}`, (process) =>
      createBook(requestContext(world, process), { ...book, status: 'published' }),
    );
    world.books.push(row.id);
  }
}
