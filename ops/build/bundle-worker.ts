import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles `api/worker.ts` for workerd: one ES module, Node's built-ins left to its compatibility
 * layer. `wrangler deploy` runs this and ships the bundle as it is.
 * @returns the path of the bundle
 */
export async function bundleWorker(outfile: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ['api/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    // The SDK's XML parser for browsers wants DOMParser, which workerd lacks; its other build does not.
    alias: { '@aws-sdk/xml-builder': './node_modules/@aws-sdk/xml-builder/dist-cjs/index.js' },
    external: ['node:*', 'cloudflare:*'],
    sourcemap: true,
    logLevel: 'warning',
  });
  return outfile;
}
