import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { buildPanel, isPanelBuilt } from '../build/build-panel.ts';
import { findChromium } from '../e2e/panel/find-chromium.ts';
import { startProgram } from '../e2e/process.ts';

const ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };

/** The shipped program with its embedded servers, and a browser to look at its panel. */
export interface PanelGround {
  readonly baseUrl: string;
  readonly admin: typeof ADMIN;
  /** For what a bench puts on the disk; removed at the end. */
  readonly folder: string;
  /** A browser's context of its own, signed in. */
  signedIn(): Promise<BrowserContext>;
  stop(): Promise<void>;
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
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    baseUrl,
    admin: ADMIN,
    folder: path.join(temp.path, 'folders'),
    async signedIn() {
      const context = await browser.newContext();
      const data = { ...ADMIN, cookie: true };
      const answer = await context.request.post(`${baseUrl}/auth/login`, { data });
      if (!answer.ok()) throw new Error(await answer.text());
      return context;
    },
    async stop() {
      await browser.close();
      program.killGroup('SIGTERM');
      await program.ends();
      await temp.remove();
    },
  };
}
