import { type Cli, note } from './cli.ts';
import { createPaceMeter } from './pace.ts';
import { type Progress, progressLine, progressSentence } from './progress-text.ts';

const REDRAW_MS = 100;
const LINE_EVERY_MS = 10_000;
const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = '\r\u001B[K';

/** Shows people how far something is, on stderr. */
export interface ProgressDisplay {
  /** Cheap enough to be called for every change. */
  show(progress: Progress): void;
  /** Tells something that stays. */
  note(text: string): Promise<void>;
  /** Takes the bar away. */
  end(): void;
}

/**
 * A bar on a terminal, otherwise a line now and then. With `--json` and no terminal nothing is told,
 * since stderr is then read by a program.
 */
export function createProgressDisplay(
  cli: Cli,
  { json }: { readonly json?: boolean },
): ProgressDisplay {
  if (cli.terminal.isTTY && cli.env.TERM !== 'dumb') return createBar(cli);
  return json ? { show() {}, note: async () => {}, end() {} } : createLines(cli);
}

function createBar(cli: Cli): ProgressDisplay {
  const { terminal } = cli;
  const meter = createPaceMeter();
  let progress: Progress | undefined;
  let drawn = '';
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    // A terminal that does not keep up is not given more.
    if (!progress || terminal.writableNeedDrain) return;
    const columns = (terminal.columns || DEFAULT_COLUMNS) - 1;
    const line = progressLine(progress, meter.measure(progress, performance.now()), columns);
    if (line === drawn) return;
    terminal.write(`${CLEAR_LINE}${line}`);
    drawn = line;
  }

  function clear(): void {
    if (drawn !== '') terminal.write(CLEAR_LINE);
    drawn = '';
  }

  return {
    show(now) {
      progress = now;
      if (timer) return;
      draw();
      timer = setInterval(draw, REDRAW_MS);
    },
    async note(text) {
      clear();
      await note(cli, text);
      draw();
    },
    end() {
      clearInterval(timer);
      progress = undefined;
      clear();
    },
  };
}

function createLines(cli: Cli): ProgressDisplay {
  const meter = createPaceMeter();
  let label: string | undefined;
  let toldAtMs = 0;
  return {
    show(progress) {
      const atMs = performance.now();
      const pace = meter.measure(progress, atMs);
      if (progress.label === label && atMs - toldAtMs < LINE_EVERY_MS) return;
      label = progress.label;
      toldAtMs = atMs;
      // Nothing waits for it: lines keep their order by themselves.
      void note(cli, progressSentence(progress, pace));
    },
    note: (text) => note(cli, text),
    end() {},
  };
}
