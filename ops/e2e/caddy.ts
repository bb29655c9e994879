import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { OutputTail } from '../embedded/postgres/output-tail.ts';
import { becomesTrue } from '../embedded/postgres/poll.ts';
import { findFreePort, HOST } from '../embedded/postgres/ports.ts';
import { findProgram } from './find-program.ts';
import { call } from './http.ts';
import { LIMIT_MS } from './process.ts';

const CADDYFILE = fileURLToPath(new URL('../proxy/Caddyfile', import.meta.url));
const AUTHORITY = 'caddy/pki/authorities/local/root.crt';
/** Touches neither the machine's trust store nor ports that are another's. */
const TEST_OPTIONS = `{
	admin off
	auto_https disable_redirects
	skip_install_trust
	default_bind ${HOST}
}`;

/** Where both sites of `ops/proxy/Caddyfile` are going to answer. */
export interface Sites {
  readonly panel: string;
  /** A host of its own, as in production. */
  readonly files: string;
}

export interface Upstreams {
  /** `http://127.0.0.1:PORT` */
  readonly service: string;
  /** `http://127.0.0.1:PORT` */
  readonly store: string;
}

export interface Caddy {
  /** The certificate that its own ones are signed with, in PEM. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** A Caddy that is installed here, or undefined. */
export function findCaddy(): string | undefined {
  return findProgram(['caddy']);
}

/** Known before anything is started, since the service is told of them. */
export async function chooseSites(): Promise<Sites> {
  const [panel, files] = [await findFreePort(), await findFreePort()];
  return { panel: `https://localhost:${panel}`, files: `https://${HOST}:${files}` };
}

/**
 * Starts Caddy with `ops/proxy/Caddyfile` as it is shipped. For hosts of this machine alone it makes
 * certificates of its own.
 * @throws where it is not installed
 */
export async function startCaddy(sites: Sites, { service, store }: Upstreams): Promise<Caddy> {
  const folder = await makeTempFolder();
  const config = path.join(folder.path, 'Caddyfile');
  await writeFile(config, `${TEST_OPTIONS}\nimport ${CADDYFILE}\n`);
  const child = spawn(
    findCaddy() ?? 'caddy',
    ['run', '--adapter', 'caddyfile', '--config', config],
    {
      env: {
        XDG_DATA_HOME: folder.path,
        XDG_CONFIG_HOME: folder.path,
        PANEL_SITE: sites.panel,
        FILES_SITE: sites.files,
        SERVICE_UPSTREAM: service,
        STORE_UPSTREAM: store,
        STORE_HOST: new URL(store).host,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const tail = new OutputTail([child.stdout, child.stderr]);
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let isOver = false;
  const over = once(child, 'close')
    .catch(() => undefined) // no such program
    .then(() => {
      process.off('exit', kill);
      isOver = true;
    });
  const stop = async () => {
    child.kill('SIGTERM');
    await over;
    await folder.remove();
  };
  let ca: string | undefined;
  await becomesTrue(async () => {
    ca = await authorityServing(sites, folder.path);
    return ca !== undefined || isOver;
  }, LIMIT_MS);
  if (ca !== undefined) return { ca, stop };
  await stop();
  throw new Error(`Caddy did not start. Its last words:\n${tail}`);
}

/** The certificate of Caddy's own authority, once both sites answer with one that it signed. */
async function authorityServing(
  { panel, files }: Sites,
  home: string,
): Promise<string | undefined> {
  try {
    const ca = await readFile(path.join(home, AUTHORITY), 'utf8');
    // What the proxy answers by itself, whether or not anything stands behind it.
    await call(panel, '/_s3/', { method: 'DELETE', ca });
    await call(files, '/', { method: 'DELETE', ca });
    return ca;
  } catch {
    return undefined;
  }
}
