import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SECONDS = 4;
const CONNECTIONS = 32;

/** A load of GET requests for these paths in turn, over kept connections. */
export interface Load {
  readonly url: string;
  readonly paths: readonly string[];
  readonly token: string;
  /** Where the program for wrk may be written. */
  readonly script: string;
}

/**
 * Runs the load with wrk.
 * @returns requests a second
 * @throws when an answer was an error, or wrk is not installed
 */
export async function requestsPerSecond({ url, paths, token, script }: Load): Promise<number> {
  await writeFile(script, luaOf(paths, token));
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-s', script, url];
  const { stdout } = await run('wrk', args).catch((error: unknown) => {
    throw new Error('wrk is needed, such as Debian’s package has it.', { cause: error });
  });
  const failures = /^ *(Non-2xx.*|Socket errors.*)$/m.exec(stdout)?.[1];
  if (failures) throw new Error(`wrk: ${failures}`);
  return Number(/^Requests\/sec: +([\d.]+)$/m.exec(stdout)?.[1]);
}

/** Requests are made once, so that making them costs nothing while it is measured. */
function luaOf(paths: readonly string[], token: string): string {
  return `
local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }
local requests, at = {}, 0
init = function()
  for i, path in ipairs(paths) do
    requests[i] = wrk.format("GET", path, { ["Authorization"] = "Bearer ${token}" })
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
`;
}
