import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

const SECRETS_FILE = 'secrets.json';
const RANDOM_BYTES = 32;

/** What is made on the first start and kept, so that tokens and URLs outlive a restart. */
export interface Secrets {
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
  readonly jwtKeyId: string;
  readonly jwtSecret: string;
}

/** The secrets of a data directory; made if there are none yet, by one of those who ask at once. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, SECRETS_FILE);
  await mkdir(dataDir, { recursive: true });
  return (await readIfThere(file)) ?? (await create(file));
}

async function create(file: string): Promise<Secrets> {
  const random = () => randomBytes(RANDOM_BYTES).toString('base64url');
  const secrets: Secrets = {
    s3AccessKey: `dcs${randomBytes(8).toString('hex')}`,
    s3SecretKey: random(),
    jwtKeyId: `k${randomBytes(4).toString('hex')}`,
    jwtSecret: random(),
  };
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
    await handle.sync();
    await handle.close();
    // A link never replaces: whoever comes second takes what the first made.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readIfThere(file)) ?? secrets;
}

async function readIfThere(file: string): Promise<Secrets | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Secrets; // our own file, mode 0600
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read. Restore it from a backup, or remove it.`, {
      cause: error,
    });
  }
}
