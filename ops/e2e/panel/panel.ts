import { test as base } from '@playwright/test';
import { type ApiClient, createApiClient } from '../../../api/client/api-client.ts';
import { createSession } from '../../../api/client/session.ts';
import type { Target } from '../target.ts';

export const { expect } = base;

/** The program that serves the panel to all tests. */
export type PanelTarget = Omit<Target, 'runtime'>;

interface Fixtures {
  readonly target: PanelTarget;
  /** The API, as its admin calls it from elsewhere. */
  readonly api: ApiClient;
  /** Signs this test's browser in. */
  readonly signedIn: undefined;
}

/** A test of the panel. Names it makes carry a mark of its own, since all share one program. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the first parameter names what a fixture needs
  target: async ({}, use) => {
    await use(JSON.parse(process.env.DCS_PANEL_TARGET ?? '{}') as PanelTarget); // the setup's own
  },
  baseURL: async ({ target }, use) => {
    await use(`${target.baseUrl}/panel/`);
  },
  api: async ({ target }, use) => {
    const { baseUrl, admin } = target;
    let held: Awaited<ReturnType<Parameters<typeof createSession>[0]['store']['load']>>;
    const store = {
      load: async () => held,
      save: async (tokens: typeof held) => {
        held = tokens;
      },
    };
    await use(
      createApiClient({ baseUrl, tokens: createSession({ baseUrl, store, credentials: admin }) }),
    );
  },
  signedIn: async ({ context, target }, use) => {
    const data = { ...target.admin, cookie: true };
    const answer = await context.request.post(`${target.baseUrl}/auth/login`, { data });
    if (!answer.ok()) throw new Error(await answer.text());
    await use(undefined);
  },
});

let made = 0;

/** A name no other test uses. */
export function fresh(name: string): string {
  made += 1;
  return `${name} ${Date.now().toString(36)}${made}`;
}
