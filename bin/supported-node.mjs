// Plain JavaScript, because it runs on whatever Node the caller has, before we know it can read TypeScript.
import { spawn } from 'node:child_process';
import * as nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What was compiled once is kept here, beside what it was compiled from: starting takes half the time. */
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/** From this release on Node runs erasable TypeScript without a flag. */
const PLAIN = [22, 18];
/** From this release on it does so with `--experimental-strip-types`. */
const WITH_FLAG = [22, 12];

/**
 * Runs a TypeScript entry of this repository on a Node that can: the current one, or the Node 24
 * that `npm ci` put beside it (packages `node-<platform>-<arch>`).
 *
 * @param {string} entry path from the repository's root, such as `api/node.ts`
 * @param {string[]} args what the entry finds after `process.argv[1]`
 * @param {string[]} [nodeFlags] flags for Node itself; any makes a new process
 */
export async function runEntry(entry, args, nodeFlags = []) {
  const file = fileURLToPath(new URL(`../${entry}`, import.meta.url));
  if (atLeast(process.versions.node, PLAIN) && nodeFlags.length === 0) {
    process.argv = [process.argv[0], file, ...args];
    // Where nothing can be kept, it fails without a word.
    nodeModule.enableCompileCache?.(COMPILED);
    await import(pathToFileURL(file).href);
    return;
  }
  const { node, flags } = findNode();
  respawn(node, [...flags, ...nodeFlags, file, ...args]);
}

function findNode() {
  const bundled = bundledNode();
  if (bundled) return { node: bundled, flags: [] };
  if (atLeast(process.versions.node, PLAIN)) return { node: process.execPath, flags: [] };
  if (atLeast(process.versions.node, WITH_FLAG)) {
    return {
      node: process.execPath,
      flags: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    };
  }
  console.error(
    `Dream Central Storage needs Node ${WITH_FLAG.join('.')} or newer; this is ${process.versions.node}, ` +
      `and there is no bundled Node for ${process.platform}-${process.arch}. ` +
      'Run "npm ci" in the repository (Linux, Windows), or install Node 24 from your package manager (macOS).',
  );
  process.exit(1);
}

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  try {
    return nodeModule
      .createRequire(import.meta.url)
      .resolve(`node-${platform}-${process.arch}/${executable}`);
  } catch {
    return undefined; // not installed, or no such package for this platform
  }
}

function respawn(node, argv) {
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env };
  const child = spawn(node, argv, { stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to us alone must be passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`${node} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

function atLeast(version, [major, minor]) {
  const [haveMajor = 0, haveMinor = 0] = version.split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}
