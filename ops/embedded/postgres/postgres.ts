import { isAbsolute } from 'node:path';
import { prepareBinaries } from './binaries.ts';
import { type ClusterTools, ensureCluster, ROLE } from './cluster.ts';
import { endLeftovers } from './leftovers.ts';
import { acquireLock } from './lock.ts';
import { findPlace, type Place, rememberMove } from './place.ts';
import { findFreePort, HOST, portTaken } from './ports.ts';
import { awaitReady } from './ready.ts';
import { type Exit, launchServer, type Server } from './server.ts';
import { startWatchdog } from './watchdog.ts';

const PORT_ATTEMPTS = 10;

export interface EmbeddedPostgresOptions {
  /** Absolute. The cluster goes to `dataDir/postgres`, unless PostgreSQL's user cannot enter it. */
  dataDir: string;
  /** Default: any that is free. */
  port?: number;
  /** Default true. False gives up crash safety for speed: for tests. */
  durable?: boolean;
  /** Gets our own progress and each line PostgreSQL logs. */
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgres://dcs:PASSWORD@127.0.0.1:PORT/dcs`: a superuser, in a database of its own. */
  url: string;
  port: number;
  /** Sentences the person who starts it should read. */
  notes: string[];
  /** Settles when the server ends, stopped by us or not. */
  exited: Promise<Exit>;
  /** Fast shutdown: open transactions are rolled back. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server that lives as long as this process, and no longer: it is stopped when
 * this process dies, even by kill -9. Listens on 127.0.0.1 only, with a generated password.
 *
 * @throws EmbeddedPostgresError, see its codes
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  if (!isAbsolute(options.dataDir)) throw new TypeError(`not an absolute path: ${options.dataDir}`);
  const place = findPlace(options.dataDir);
  const lock = await acquireLock(place.lockFolder, options.dataDir);
  let dismissWatchdog = () => {};
  const letGo = () => {
    dismissWatchdog();
    lock.release();
  };
  try {
    const binaries = prepareBinaries(place.home, place.identity);
    const watchdog = startWatchdog(place.identity, {
      pgCtl: binaries.path('pg_ctl'),
      data: place.data,
    });
    dismissWatchdog = watchdog.dismiss;
    const { durable = true, log = () => undefined } = options;
    const tools = { binaries, watchdog, durable, log };
    await endLeftovers(place.data, log);
    const password = await ensureCluster(place, tools);
    rememberMove(place);
    const server = await startOnFreePort({ place, tools, password }, options.port);
    const exited = server.exited.finally(letGo);
    const copyNote = `PostgreSQL's programs were copied to ${place.home}, because its user cannot run those in node_modules.`;
    return {
      url: `postgres://${ROLE}:${password}@${HOST}:${server.port}/${ROLE}`,
      port: server.port,
      notes: binaries.copied ? [...place.notes, copyNote] : place.notes,
      exited,
      async stop() {
        await server.stop();
        await exited;
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

interface Prepared {
  place: Place;
  tools: ClusterTools;
  password: string;
}

async function startOnFreePort(prepared: Prepared, fixed: number | undefined): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const port = fixed || (await findFreePort());
    const server = launchServer(prepared.place, port, prepared.tools);
    try {
      if ((await awaitReady(server, prepared.password)) === 'ready') return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
    if (fixed || attempt === PORT_ATTEMPTS) throw portTaken(port);
  }
}
