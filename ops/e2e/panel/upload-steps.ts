import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page, Request, Route } from '@playwright/test';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { type BookBody, listBooks } from '../../../api/contract/books.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { expect } from './panel.ts';

const LONG_MS = 60_000;

/** What a folder to upload holds: path → content. */
export type Tree = Readonly<Record<string, string>>;

export interface TreeOnDisk {
  /** Of the folder to pick. */
  readonly path: string;
  /** Adds files, or writes others over them. */
  write(tree: Tree): Promise<void>;
  remove(): Promise<void>;
}

/** A folder of this name on the disk. */
export async function makeTree(name: string, tree: Tree): Promise<TreeOnDisk> {
  const temp = await makeTempFolder();
  const root = path.join(temp.path, name);
  const write = async (more: Tree) => {
    for (const [file, content] of Object.entries(more)) {
      const place = path.join(root, file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, content);
    }
  };
  await write(tree);
  return { path: root, write, remove: () => temp.remove() };
}

/** So many small files, a hundred to a folder, each of its own content. */
export function manyFiles(count: number): Tree {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `unit-${Math.floor(index / 100)}/page-${index}.json`,
      `{"page":${index}}`,
    ]),
  );
}

/** Opens the dialog and gives it a folder, for a new book of this name. */
export async function chooseForNewBook(page: Page, folder: string, name: string): Promise<void> {
  await openDialog(page);
  await pick(page, 'Select a book data folder', folder);
  await page.getByRole('radio', { name: 'A new book' }).check();
  await page.getByLabel('Title').fill(name);
  await page.getByLabel('Publisher', { exact: true }).fill('Acme');
  await page.getByLabel('Category').fill('science');
}

/** Opens the dialog and gives it a folder, for a book that is there. */
export async function chooseForBook(page: Page, folder: string, name: string): Promise<void> {
  await openDialog(page);
  await pick(page, 'Select a book data folder', folder);
  await page.getByRole('searchbox', { name: 'Find the book' }).fill(name);
  await page.getByRole('radio', { name }).check();
}

export async function openDialog(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Upload' }).click();
}

/** Gives the input behind a button a folder, as the browser's own dialog would. */
export async function pick(page: Page, button: string, folder: string): Promise<void> {
  await page.getByLabel(button, { exact: true }).setInputFiles(folder);
}

export async function reviewAndStart(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Start the upload' }).click();
}

/** Drops a folder on the window, as from a file manager. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  // What takes it is loaded after the page.
  await expect(async () => {
    await drag('dragEnter');
    await drag('dragOver');
    await expect(page.getByText('Drop the folder to upload it')).toBeVisible({ timeout: 500 });
  }).toPass();
  await drag('drop');
}

/** Paths whose bytes the store has taken since. */
export function countSent(page: Page): { readonly paths: readonly string[] } {
  const paths: string[] = [];
  page.on('requestfinished', async (request: Request) => {
    if (request.method() !== 'PUT' || !request.url().includes('X-Amz-Signature')) return;
    const answer = await request.response();
    if (answer?.ok()) paths.push(new URL(request.url()).pathname);
  });
  return { paths };
}

/** Makes each PUT to the store take so long at least. */
export async function slowStore(page: Page, delayMs: number): Promise<void> {
  await page.route(/X-Amz-Signature/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await route.continue().catch(() => {}); // the page may be gone by now
  });
}

/** The uploads at the corner of the page. */
export function tray(page: Page): Locator {
  return page.getByRole('region', { name: 'Uploads' });
}

/** Waits until the tray tells of a revision, which may take long. */
export async function published(page: Page, revision = 1): Promise<void> {
  const told = tray(page).getByText(`Published as revision ${revision}.`);
  await expect(told).toBeVisible({ timeout: LONG_MS });
}

/** The book of this name, in whatever state. */
export async function bookOf(api: ApiClient, name: string): Promise<BookBody | undefined> {
  return (await api.call(listBooks, { query: { q: name } })).body.items[0];
}

/** Answers as the API does to somebody who may not. */
export function forbid(route: Route): Promise<void> {
  const problem = {
    type: 'urn:dcs:problem:auth.forbidden',
    title: 'Your role does not allow this',
    status: 403,
    code: 'auth.forbidden',
    request_id: 'request-1',
  };
  const contentType = 'application/problem+json';
  return route.fulfill({ status: 403, contentType, body: JSON.stringify(problem) });
}
