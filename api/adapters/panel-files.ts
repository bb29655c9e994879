import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { SECURITY_HEADERS } from '../core/http/answer.ts';
import type { Services } from '../core/http/environment.ts';
import type { Config, StoreAccess } from './config.ts';

/** Where the build puts the panel. */
const BUILT = fileURLToPath(new URL('../../dist/panel', import.meta.url));
const BASE = '/panel';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Serves the built panel under `/panel/`: files whose name has their hash may be kept for ever, and
 * every other path is the page that finds out for itself what to show.
 * @param store the one that is used where the settings name none
 * @returns undefined where it is not built
 */
export function panelFiles(config: Config, store: StoreAccess): Services['panel'] {
  if (!existsSync(path.join(BUILT, 'index.html'))) return undefined;
  const files = serveStatic({
    root: BUILT,
    rewriteRequestPath: (pathname) => pathname.slice(BASE.length),
  });
  const page = serveStatic({ path: path.join(BUILT, 'index.html') });
  const headers = {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': contentSecurityPolicy(storeOrigins(config, store)),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
  return async (c) => {
    const isAsset = c.get('url').pathname.startsWith(`${BASE}/assets/`);
    // What is not found is the page's own to tell; a missing script is nobody's.
    const answer = (await files(c, nothing)) ?? (isAsset ? undefined : await page(c, nothing));
    if (!answer) return c.notFound();
    for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
    answer.headers.set('Cache-Control', isAsset ? IMMUTABLE : 'no-cache');
    c.set('answersBody', true);
    return answer;
  };
}

/** Nobody comes after these. */
async function nothing(): Promise<void> {}

/** Where the panel reads from and sends to, besides its own origin. */
function storeOrigins(config: Config, { endpoint }: StoreAccess): string {
  const read = config.S3_PUBLIC_ENDPOINT ?? endpoint;
  const write = config.S3_UPLOAD_ENDPOINT ?? read;
  return [...new Set([read, write].map((base) => new URL(base).origin))].join(' ');
}

/** What the page may load, from where. Books hold foreign pages: those stand in sandboxed frames alone. */
function contentSecurityPolicy(store: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${store}`,
    `img-src 'self' blob: data: ${store}`,
    `media-src ${store}`,
    `frame-src ${store}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
