import type { Page } from '@playwright/test';
import { becomesTrue } from '../../embedded/postgres/poll.ts';
import type { LonePage } from '../panel-ground.ts';
import type { BenchFolder } from './folders.ts';

const LIMIT_MS = 10 * 60_000;
const ASKED_EACH_MS = 200;

/** What is pressed one after the other once the dialog is filled, and what tells the end. */
const STEPS = {
  buttons: ['Review', 'Start the upload'],
  end: 'Published as revision 1.',
  /** By then the page is not held any more. */
  beginsAfterMs: 1000,
  looksEachMs: 20,
};

/**
 * Uploads a folder as a new book of the publisher Bench, with nobody holding the page while it does.
 * @param isPublished asked now and then
 * @returns seconds from the review on, until the page tells that it is published
 */
export async function uploadAlone(
  page: LonePage,
  { folder, title }: { folder: BenchFolder; title: string },
  isPublished: () => Promise<boolean>,
): Promise<number> {
  await page.holding(async (held) => {
    await fillDialog(held, folder, title);
    await held.evaluate(pressInTurn, STEPS);
  });
  if (!(await becomesTrue(isPublished, LIMIT_MS, ASKED_EACH_MS))) {
    throw new Error(`${title} was not published.`);
  }
  return page.holding(async (held) => {
    await held.getByText(STEPS.end).waitFor();
    await held.getByRole('button', { name: /^Take .* off the list$/ }).click();
    return held.evaluate(secondsTaken);
  });
}

async function fillDialog(page: Page, folder: BenchFolder, title: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Upload' }).click();
  await page.getByLabel('Select a book data folder', { exact: true }).setInputFiles(folder.path);
  await page.getByRole('radio', { name: 'A new book' }).check();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Publisher', { exact: true }).fill('Bench');
  await page.getByLabel('Category').fill('science');
}

/** In the page: presses what a person would, and keeps how long it took. */
function pressInTurn({ buttons, end, beginsAfterMs, looksEachMs }: typeof STEPS): void {
  const left = [...buttons];
  const look = (since: number) => {
    const button = [...document.querySelectorAll('button')].find(
      ({ textContent, disabled }) => textContent?.trim() === left[0] && !disabled,
    );
    if (button) {
      left.shift();
      button.click();
    }
    if (left.length === 0 && document.body.textContent?.includes(end)) {
      Object.assign(globalThis, { secondsTaken: (performance.now() - since) / 1000 });
    } else setTimeout(look, looksEachMs, since);
  };
  setTimeout(() => look(performance.now()), beginsAfterMs);
}

/** In the page. */
function secondsTaken(): number {
  return (globalThis as unknown as { secondsTaken: number }).secondsTaken; // as set above
}
