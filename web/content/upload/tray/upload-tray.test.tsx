import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ApiClient, CallOptions } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import type { Endpoint } from '../../../../api/contract/endpoint.ts';
import type { UploadPlanBody } from '../../../../api/contract/upload-bodies.ts';
import { SessionProvider } from '../../../access/session.tsx';
import { show } from '../../../testing/show.tsx';
import { folderOfFiles } from '../folder/picked-folder.ts';
import { UploadListProvider, useUploadList } from '../upload-state/upload-list.tsx';
import { UploadTray } from './upload-tray.tsx';
import '../../../style.css';

const ADMIN = { id: 'u1', email: 'admin@example.com', role: 'admin' as const };
const TARGET = {
  type: 'book' as const,
  bookId: 'b1',
  publisher: 'Acme',
  bookName: 'Fizik 5',
};
const ZERO = {
  files: 0,
  unchanged: 0,
  added: 0,
  changed: 0,
  removed: 0,
  kept: 0,
  directories_added: 0,
  directories_removed: 0,
  reused: 0,
  arrived: 0,
  send: 0,
};

/** What the API says to each endpoint, by its id; what is not here is never answered. */
type Answers = Readonly<Record<string, () => unknown>>;

interface Stage {
  /** The ids of the endpoints that were called. */
  readonly called: readonly string[];
}

/** The tray, and a button that begins an upload of a folder with so many files. */
async function showTray(files: number, answers: Answers): Promise<Stage> {
  const called: string[] = [];
  const call = async (endpoint: Endpoint, _input: unknown, { signal }: CallOptions = {}) => {
    called.push(endpoint.id);
    const answer = answers[endpoint.id];
    return answer ? { status: 200, headers: new Headers(), body: answer() } : aborted(signal);
  };
  const api = { baseUrl: '', call } as unknown as ApiClient; // as much of it as is called here
  const session = {
    api,
    state: () => 'signed-in' as const,
    user: () => ADMIN,
    signIn: async () => {},
    signOut: async () => {},
  };
  await show(() => (
    <SessionProvider session={session}>
      <QueryClientProvider client={new QueryClient()}>
        <UploadListProvider>
          <Begin files={files} />
          <UploadTray />
        </UploadListProvider>
      </QueryClientProvider>
    </SessionProvider>
  ));
  await page.getByRole('button', { name: 'Begin' }).click();
  return { called };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

function Begin(props: { readonly files: number }) {
  const list = useUploadList();
  const begin = () => {
    const files = Array.from({ length: props.files }, (_, index) => {
      const file = new File([`${index}`], `${index}.txt`);
      Object.defineProperty(file, 'webkitRelativePath', { value: `Fizik/${index}.txt` });
      return file;
    });
    const folder = folderOfFiles(files);
    if (folder) list.begin({ folder }, { target: TARGET });
  };
  return (
    <button type="button" onClick={begin}>
      Begin
    </button>
  );
}

/** A plan that wants the first so many files sent. */
function plan(send: number): UploadPlanBody {
  return {
    upload: {
      id: 'up1',
      state: 'open',
      target: { type: 'book', book_id: 'b1', publisher: 'Acme', book_name: 'Fizik 5' },
      mode: 'replace',
      base_revision: 6,
      manifest_sha256: '0'.repeat(64),
      created_by: ADMIN.id,
      created_at: '2026-03-01T09:30:00.000Z',
      expires_at: '2026-03-08T09:30:00.000Z',
    },
    resumed: false,
    counts: { ...ZERO, files: send, added: send, send },
    bytes: { files: send, reused: 0, arrived: 0, send },
    send: send === 0 ? [] : [[0, send - 1]],
    multipart: [],
  };
}

const receipt = () => ({ revision: 7, target: plan(0).upload.target, changed: true });

test('an upload that is published leads to its book, and can be put away', async () => {
  await showTray(3, { planBookUpload: () => plan(0), finalizeUpload: receipt });
  await expect.element(page.getByText('Published as revision 7.')).toBeVisible();
  const link = page.getByRole('link', { name: 'Open the book' });
  await expect.element(link).toHaveAttribute('href', '/books/b1');
  await page.getByRole('button', { name: /^Take .* off the list$/ }).click();
  await expect.element(page.getByRole('region', { name: 'Uploads' })).not.toBeInTheDocument();
});

test('an upload under way tells how far it is, and is paused, gone on with and cancelled', async () => {
  const { called } = await showTray(3, {
    planBookUpload: () => plan(3),
    abortUpload: () => undefined,
  });
  await expect.element(page.getByText('Sending', { exact: true })).toBeVisible();
  await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '0');
  await page.getByRole('button', { name: /^Pause/ }).click();
  await expect.element(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Go on with/ }).click();
  await expect.element(page.getByText('Sending', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Cancel/ }).click();
  expect(called).not.toContain('abortUpload');
  await page.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect.element(page.getByText('Cancelled', { exact: true })).toBeVisible();
  expect(called).toContain('abortUpload');
});

test('an upload that fails says why, with the request, and is tried again', async () => {
  let plans = 0;
  await showTray(3, {
    planBookUpload() {
      plans += 1;
      if (plans > 1) return plan(0);
      throw new ApiError({
        type: 'urn:dcs:problem:book.in_trash',
        title: 'The book is in the trash',
        status: 409,
        code: 'book.in_trash',
        request_id: 'request-1',
      });
    },
    finalizeUpload: receipt,
  });
  const alert = page.getByRole('alert');
  await expect
    .element(alert)
    .toHaveTextContent('The book is in the trash. Restore it first.Request request-1Try again');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByRole('region', { name: 'Uploads' })).toHaveFocus();
  await expect.element(page.getByText('Published as revision 7.')).toBeVisible();
});

test('of ten thousand files only those that are seen are in the page', async () => {
  const files = 10_000;
  await showTray(files, { planBookUpload: () => plan(files) });
  await page.getByRole('button', { name: 'Files' }).click();
  await expect.element(page.getByText('9999.txt')).not.toBeInTheDocument();
  const list = page.getByRole('region', { name: /Fizik 5/ }).element();
  const first = list.querySelector('li');
  expect(first?.getAttribute('aria-setsize')).toBe(String(files));
  expect(list.querySelectorAll('li').length).toBeLessThan(60);
  list.scrollTop = list.scrollHeight;
  await expect.poll(() => list.querySelector('li:last-child')?.textContent).toContain('.txt');
  await expect
    .poll(() => list.querySelector('li:last-child')?.getAttribute('aria-posinset'))
    .toBe(String(files));
  expect(list.querySelectorAll('li').length).toBeLessThan(60);
});
