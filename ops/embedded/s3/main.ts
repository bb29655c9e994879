import { parseArgs } from 'node:util';
import { startEmbeddedS3 } from './server.ts';

const HELP = `Usage: npm run embedded-s3 -- --port P --data DIR --access-key A --secret-key S

Serves S3 (path style) over HTTP from a directory, for development and tests.

  --port P         TCP port; 0 takes any free one
  --data DIR       where buckets are kept; made if missing
  --access-key A   the one access key id that may sign
  --secret-key S   its secret
  --host H         address to listen on (default 127.0.0.1)
  --region R       region that requests are signed for (default us-east-1)
  --help           this text
`;

type Settings = Parameters<typeof startEmbeddedS3>[0] & { port: number; dir: string };

function readSettings(words: string[]): Settings | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: words,
    options: {
      port: text,
      data: text,
      'access-key': text,
      'secret-key': text,
      host: text,
      region: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    return 'help';
  }
  const { port, data, host, region, 'access-key': accessKey, 'secret-key': secretKey } = values;
  if (!port || !data || !accessKey || !secretKey) {
    const needed = ['port', 'data', 'access-key', 'secret-key'] as const;
    const missing = needed.filter((name) => !values[name]).map((name) => `--${name}`);
    throw new Error(`Missing ${missing.join(', ')}.`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${port}.`);
  }
  return {
    store: { kind: 'disk', dir: data },
    dir: data,
    port: Number(port),
    accessKey,
    secretKey,
    ...(host === undefined ? {} : { host }),
    ...(region === undefined ? {} : { region }),
  };
}

function explainStart(error: unknown, settings: Settings): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${settings.host ?? '127.0.0.1'}:${settings.port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${settings.port} is taken: another program listens on ${where}. Choose another --port, or 0 for any free one.`;
    case 'EACCES':
      return `No permission: for port ${settings.port} or directory ${settings.dir}. ${message}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${settings.host}.`;
    default:
      return message;
  }
}

async function run(settings: Settings): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  let server: Awaited<ReturnType<typeof startEmbeddedS3>>;
  try {
    server = await startEmbeddedS3(settings);
  } catch (error) {
    console.error(`embedded-s3: ${explainStart(error, settings)}`);
    return 1;
  }
  console.log(`S3 at ${server.endpoint}, data in ${settings.dir}`);
  await stopped;
  await server.stop();
  return 0;
}

async function main(words: string[]): Promise<number> {
  let settings: Settings | 'help';
  try {
    settings = readSettings(words);
  } catch (error) {
    console.error(`embedded-s3: ${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (settings === 'help') {
    console.log(HELP);
    return 0;
  }
  return await run(settings);
}

process.exitCode = await main(process.argv.slice(2));
