import type { Page, Request } from '@playwright/test';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { chooseSites, findCaddy, type Sites, startCaddy } from '../caddy.ts';
import { call } from '../http.ts';
import { startOnNode } from '../target-node.ts';
import { test as base, expect, fresh } from './panel.ts';
import { signIn } from './people.ts';
import { bookOf, chooseForNewBook, makeTree, published, reviewAndStart } from './upload-steps.ts';

interface Proxied extends Sites {
  readonly ca: string;
}

/** Another replica of the program all tests share, behind Caddy as `ops/proxy/Caddyfile` has it. */
const test = base.extend<{ readonly proxied: Proxied }>({
  proxied: async ({ target }, use) => {
    const folder = await makeTempFolder();
    const stops = [() => folder.remove()];
    try {
      const sites = await chooseSites();
      const endpoints = {
        S3_PUBLIC_ENDPOINT: sites.files,
        S3_UPLOAD_ENDPOINT: `${sites.panel}/_s3`,
      };
      const service = await startOnNode({ ...target, dataDir: folder.path }, endpoints);
      stops.push(service.stop);
      const upstreams = { service: service.baseUrl, store: target.store.endpoint };
      const caddy = await startCaddy(sites, upstreams);
      stops.push(caddy.stop);
      await use({ ...sites, ca: caddy.ca });
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  },
  baseURL: async ({ proxied }, use) => {
    await use(`${proxied.panel}/panel/`);
  },
  ignoreHTTPSErrors: true,
});

test.skip(!findCaddy(), 'Caddy is not installed');

const FILES = {
  'notes.txt': 'Merhaba, dünya',
  'ünite 1/a+b & 100%.txt': 'an odd name',
  'page.html': '<p id="told"></p><script>told.textContent = "script ran"</script>',
  ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`units/${index}`, `${index}`])),
};

test('behind the reverse proxy, uploads share the panel’s origin and what is read does not', async ({
  page,
  proxied,
  target,
  api,
}) => {
  const preflights = await watchPreflights(page);
  const sent: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request);
  });
  const name = fresh('Fizik');
  const tree = await makeTree(name, FILES);
  await page.goto('books');
  await signIn(page, target.admin.email, target.admin.password);
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await published(page);
  await tree.remove();

  const uploads = await page.evaluate(protocolsOf, `${proxied.panel}/_s3/`);
  expect(uploads).toEqual(Object.keys(FILES).map(() => 'h2'));
  expect(preflights).toEqual([]);
  const [session] = await page.context().cookies(`${proxied.panel}/auth`);
  expect(session).toMatchObject({ secure: true, sameSite: 'Strict' });

  const book = await bookOf(api, name);
  const reading = page.waitForResponse((answer) => answer.url().startsWith(`${proxied.files}/`));
  await page.goto(`books/${book?.id}?file=notes.txt`);
  await expect(page.getByText('Merhaba, dünya')).toBeVisible();
  await page.goto(`books/${book?.id}?file=page.html`);
  const frame = page.getByTitle('Content of page.html');
  await expect(frame).toHaveAttribute('src', new RegExp(`^${proxied.files}/`));
  await expect(frame.contentFrame().getByText('script ran')).toBeVisible();

  const { ca } = proxied;
  const authorization = 'Bearer of nothing';
  const read = await call(proxied.files, targetOf((await reading).url()), {
    ca,
    headers: { authorization },
  });
  expect(read).toMatchObject({ status: 200, body: FILES['notes.txt'] });

  const put = sent.find((request) => request.url().includes('/notes.txt?'));
  const upload = targetOf(put?.url() ?? '');
  const checksum = put?.headers()['x-amz-checksum-sha256'];
  const again = await call(proxied.panel, upload, {
    ca,
    method: 'PUT',
    body: FILES['notes.txt'],
    headers: { authorization, 'x-amz-checksum-sha256': checksum },
  });
  expect(again.status).toBe(200);
  for (const method of ['GET', 'DELETE']) {
    expect((await call(proxied.panel, upload, { ca, method })).status).toBe(405);
  }
});

/** Where the page asks leave before it sends, which Playwright itself does not tell. */
async function watchPreflights(page: Page): Promise<readonly string[]> {
  const urls: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (request.method === 'OPTIONS') urls.push(request.url);
  });
  await session.send('Network.enable');
  return urls;
}

/** In the page: by what protocol each request went to what begins so. */
function protocolsOf(prefix: string): string[] {
  const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]; // as it asks for
  return resources
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ nextHopProtocol }) => nextHopProtocol);
}

/** What stands in the request line. */
function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
