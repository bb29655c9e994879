import { inject } from 'vitest';
import type { Database } from '../../db/client.ts';
import { readConfig } from '../adapters/config.ts';
import { contentPorts } from '../adapters/content-ports.ts';
import { tick } from '../content/tick.ts';
import { UNLIMITED } from '../core/budget.ts';
import { type CallInit, createTestApp, type TestApp } from './app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import type { Caller } from './pusher.ts';
import { createTestWork } from './work.ts';

type Settings = Readonly<Record<string, string>>;

/** A service with a database of its own, whose time passes when it is told to. */
export class LifeWorld implements Caller {
  readonly database: TestDatabase;
  readonly #settings: Settings;
  readonly #startedMs = Date.now();
  #token = '';
  #minutes = 0;
  #current: { readonly database: Database; readonly app: TestApp };

  private constructor(database: TestDatabase, settings: Settings) {
    this.database = database;
    this.#settings = settings;
    this.#current = this.#open();
  }

  static async open(settings: Settings): Promise<LifeWorld> {
    const world = new LifeWorld(await createTestDatabase(), settings);
    world.#token = await world.#current.app.adminToken('editor@example.com');
    return world;
  }

  call<Body>(path: string, init?: CallInit) {
    return this.#current.app.call<Body>(path, { token: this.#token, ...init });
  }

  /** By the database's clock. The replica is a new one then: what it knew would be too old by now. */
  async pass(minutes: number): Promise<void> {
    this.#minutes += minutes;
    const before = this.#current;
    this.#current = this.#open();
    await before.database.close();
  }

  async tick(): Promise<void> {
    const content = contentPorts(readConfig({ ...this.#settings }), inject('store'));
    await tick(createTestWork(this.#current.database, { content }), UNLIMITED);
  }

  /** Whether a time on the wire is so many minutes after the beginning, give or take what tests take. */
  isAt(time: string, minutes: number): boolean {
    const elapsedMs = Date.now() - this.#startedMs;
    const afterMs = Date.parse(time) - this.#startedMs - minutes * 60_000;
    return afterMs >= 0 && afterMs <= elapsedMs;
  }

  async close(): Promise<void> {
    await this.#current.database.close();
    await this.database.close();
  }

  #open() {
    const database = this.database.open({ 'dcs.clock_offset': `${this.#minutes} minutes` });
    return { database, app: createTestApp(database, undefined, { settings: this.#settings }) };
  }
}
