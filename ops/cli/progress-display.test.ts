import { PassThrough, Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import type { Cli } from './cli.ts';
import { createOutput } from './output.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import type { Progress } from './progress-text.ts';

const HALF: Progress = {
  label: 'Sending',
  files: { done: 1, total: 2 },
  bytes: { done: 50, total: 100 },
};
const BAR = '\r\u001B[KSending  [###############---------------]  50%  1/2 files   50/100 bytes';

let display: ProgressDisplay | undefined;
afterEach(() => display?.end());

/** A display on a stderr that keeps what it is sent. */
function open(options: { json?: boolean; isTTY?: boolean; columns?: number; term?: string }) {
  let sent = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      sent += chunk;
      done();
    },
  });
  const { isTTY = false, columns = 100, term = 'xterm', json = false } = options;
  const cli: Cli = {
    env: { TERM: term },
    stdin: new PassThrough(),
    terminal: Object.assign(stderr, { isTTY, columns }),
    out: createOutput(new PassThrough()),
    err: createOutput(stderr),
  };
  display = createProgressDisplay(cli, { json });
  return { display, sent: () => sent };
}

test('a terminal is shown a bar, which is taken away in the end', () => {
  const { display: bar, sent } = open({ isTTY: true });
  bar.show(HALF);
  expect(sent()).toBe(BAR);
  bar.end();
  expect(sent()).toBe(`${BAR}\r\u001B[K`);
  bar.end();
  expect(sent()).toBe(`${BAR}\r\u001B[K`);
});

test('a bar is not drawn for every change', async () => {
  const { display: bar, sent } = open({ isTTY: true });
  bar.show(HALF);
  bar.show({ ...HALF, label: 'Overtaken' });
  bar.show({ ...HALF, label: 'Later' });
  expect(sent()).toBe(BAR);
  await expect.poll(sent).toContain('Later');
  expect(sent()).not.toContain('Overtaken');
});

test('what stays is told above the bar', async () => {
  const { display: bar, sent } = open({ isTTY: true });
  bar.show(HALF);
  await bar.note('upload 1');
  expect(sent()).toBe(`${BAR}\r\u001B[Kdcs: upload 1\n${BAR}`);
});

test.each([{ isTTY: false }, { isTTY: true, term: 'dumb' }])(
  'without a terminal that can redraw, lines tell each phase once: $term',
  async (terminal) => {
    const { display: lines, sent } = open(terminal);
    lines.show(HALF);
    lines.show({ ...HALF, files: { done: 2, total: 2 } });
    lines.show({ ...HALF, label: 'Publishing' });
    await lines.note('upload 1');
    expect(sent()).toBe(
      'dcs: Sending: 1/2 files, 50/100 bytes\n' +
        'dcs: Publishing: 1/2 files, 50/100 bytes\n' +
        'dcs: upload 1\n',
    );
  },
);

test('with --json and no terminal nothing is told', async () => {
  const { display: nothing, sent } = open({ json: true });
  nothing.show(HALF);
  await nothing.note('upload 1');
  nothing.end();
  expect(sent()).toBe('');
});

test('with --json a person at a terminal sees the bar all the same', () => {
  const { display: bar, sent } = open({ json: true, isTTY: true });
  bar.show(HALF);
  expect(sent()).toBe(BAR);
});
