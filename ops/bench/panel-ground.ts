import path from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { buildPanel, isPanelBuilt } from '../build/build-panel.ts';
import { findChromium } from '../e2e/panel/find-chromium.ts';
import { startProgram } from '../e2e/process.ts';
import { findFreePort, HOST } from '../embedded/postgres/ports.ts';

const ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };

/** The shipped program with its embedded servers, and a browser to look at its panel. */
export interface PanelGround {
  readonly baseUrl: string;
  readonly admin: typeof ADMIN;
  /** For what a bench puts on the disk; removed at the end. */
  readonly folder: string;
  /** A browser's context of its own, signed in. */
  signedIn(): Promise<BrowserContext>;
  /** Opens a page, signed in, that is left alone but for the moments it is held. */
  openLonePage(place: string): Promise<LonePage>;
  stop(): Promise<void>;
}

/**
 * A page that is held only now and then: of one that is held, each request is reported, which takes
 * the machine as long as sending a small file.
 */
export interface LonePage {
  holding<T>(work: (page: Page) => Promise<T>): Promise<T>;
}

/** Starts it all. @throws where no Chromium is installed */
export async function preparePanelGround(): Promise<PanelGround> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('This bench wants an installed Chromium or Chrome.');
  if (!(await isPanelBuilt())) await buildPanel();
  const temp = await makeTempFolder();
  const program = startProgram({
    PORT: '0',
    DCS_EMBEDDED_S3_PORT: '0',
    DCS_DATA_DIR: path.join(temp.path, 'data'),
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
    DCS_ACCESS_TTL: '86400',
  });
  const baseUrl = await program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
  const port = await findFreePort();
  const args = ['--no-sandbox', `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ executablePath, args });
  /** Pages of the browser's own context live on when nobody is connected. */
  async function holding<T>(work: (context: BrowserContext) => Promise<T>): Promise<T> {
    const connection = await chromium.connectOverCDP(`http://${HOST}:${port}`);
    try {
      const [context] = connection.contexts();
      if (!context) throw new Error('The browser has no context of its own.');
      return await work(context);
    } finally {
      await connection.close();
    }
  }
  async function signIn(context: BrowserContext): Promise<void> {
    const data = { ...ADMIN, cookie: true };
    const answer = await context.request.post(`${baseUrl}/auth/login`, { data });
    if (!answer.ok()) throw new Error(await answer.text());
  }
  return {
    baseUrl,
    admin: ADMIN,
    folder: path.join(temp.path, 'folders'),
    async signedIn() {
      const context = await browser.newContext();
      await signIn(context);
      return context;
    },
    async openLonePage(place) {
      await holding(async (context) => {
        await signIn(context);
        const page = await context.newPage();
        await page.goto(baseUrl + place);
      });
      return {
        holding: (work) =>
          holding((context) => {
            const page = context.pages().find((one) => one.url().startsWith(baseUrl));
            if (!page) throw new Error('The page is gone.');
            return work(page);
          }),
      };
    },
    async stop() {
      await browser.close();
      program.killGroup('SIGTERM');
      await program.ends();
      await temp.remove();
    },
  };
}
