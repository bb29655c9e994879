import type { BrowserContext, Page } from '@playwright/test';
import type { Bench, Side } from './bench.ts';
import { type PanelGround, preparePanelGround } from './panel-ground.ts';

/** How many times slower than this machine the page's processor is. */
const SLOWDOWN = 4;
/** Without a task of 50 ms for so long, the page is at rest. */
const REST_MS = 800;
const RUNS = 7;

/** From asking for the dashboard until it can be used, against a page without a script. */
export const panelLoadBench: Bench = {
  name: 'panel-load',
  summary: `the panel's first page until it can be used, its processor ${SLOWDOWN} times slower, against a page without scripts`,
  async run(measure) {
    const ground = await preparePanelGround();
    try {
      await measure({
        figure: 'first load, nothing cached',
        unit: 'ms',
        per: 'run',
        subject: loading(ground, '/panel/'),
        baselines: [loading(ground, '/docs')],
        runs: RUNS,
      });
    } finally {
      await ground.stop();
    }
  },
};

function loading(ground: PanelGround, place: string): Side {
  let context: BrowserContext | undefined;
  let page: Page | undefined;
  return {
    name: place,
    async before() {
      context = await ground.signedIn();
      page = await context.newPage();
      await page.addInitScript(watchLoading);
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    },
    async run() {
      await page?.goto(ground.baseUrl + place);
      await page?.waitForSelector('h1');
      const ms = await page?.evaluate(untilUsable, REST_MS);
      if (ms === undefined) throw new Error('There is no page.');
      return ms;
    },
    async after() {
      await context?.close();
    },
  };
}

/** In the page, before all else: when its heading came, and when its last long task ended. */
function watchLoading(): void {
  const seen = { usableAt: 0 };
  Object.assign(globalThis, { seen });
  const later = (at: number) => {
    seen.usableAt = Math.max(seen.usableAt, at);
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) later(startTime + duration);
  }).observe({ type: 'longtask', buffered: true });
  const watch = new MutationObserver(() => {
    if (!document.querySelector('h1')) return;
    watch.disconnect();
    later(performance.now());
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** In the page: waits until it is at rest. @returns milliseconds from the navigation on */
async function untilUsable(restMs: number): Promise<number> {
  const { seen } = globalThis as unknown as { seen: { usableAt: number } }; // as set above
  while (performance.now() - seen.usableAt < restMs) {
    await new Promise((resolve) => setTimeout(resolve, restMs / 4));
  }
  return seen.usableAt;
}
