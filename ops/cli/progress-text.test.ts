import { describe, expect, test } from 'vitest';
import { createPaceMeter } from './pace.ts';
import { type Pace, type Progress, progressLine, progressSentence } from './progress-text.ts';
import { textWidth } from './text-width.ts';

const SENDING: Progress = {
  label: 'Sending',
  files: { done: 3102, total: 5121 },
  bytes: { done: 412_000_000, total: 734_000_000 },
};
const READING: Progress = {
  label: 'Reading the folder',
  files: { done: 5121, total: undefined },
  bytes: { done: 812_300_000, total: undefined },
};
const PACE: Pace = { bytesPerSecond: 38_200_000, secondsLeft: 8.4 };
const NO_PACE: Pace = { bytesPerSecond: undefined, secondsLeft: undefined };

describe('a line', () => {
  test.each([
    {
      columns: 120,
      line: 'Sending  [################--------------]  56%  3,102/5,121 files  412.0/734.0 MB  38.2 MB/s  0:08 left',
    },
    {
      columns: 90,
      line: 'Sending  [#####-----]  56%  3,102/5,121 files  412.0/734.0 MB  38.2 MB/s  0:08 left',
    },
    {
      columns: 79,
      line: 'Sending [#####-----] 56% 3,102/5,121 files 412.0/734.0 MB 38.2 MB/s 0:08 left',
    },
    {
      columns: 75,
      line: 'Sending  56%  3,102/5,121 files  412.0/734.0 MB  38.2 MB/s  0:08 left',
    },
    { columns: 55, line: 'Sending  56%  412.0/734.0 MB  38.2 MB/s  0:08 left' },
    { columns: 42, line: 'Sending  56%  412.0/734.0 MB  0:08 left' },
    { columns: 20, line: 'Sending  56%' },
    { columns: 5, line: '56%' },
    { columns: 2, line: '' },
  ])('fits $columns columns', ({ columns, line }) => {
    expect(progressLine(SENDING, PACE, columns)).toBe(line);
  });

  test('never is wider than the terminal', () => {
    for (let columns = 0; columns < 130; columns += 1) {
      expect(textWidth(progressLine(SENDING, PACE, columns))).toBeLessThanOrEqual(columns);
      expect(textWidth(progressLine(READING, PACE, columns))).toBeLessThanOrEqual(columns);
    }
  });

  test('has no bar while nobody knows how much there is', () => {
    expect(progressLine(READING, NO_PACE, 80)).toBe('Reading the folder  5,121 files  812.3 MB');
  });

  test('keeps its width while numbers grow', () => {
    const done = [0, 18, 973, 1012, 5121];
    const widths = done.map((files) => {
      const bytes = { done: files * 143_331, total: 734_000_000 };
      const progress = { ...SENDING, files: { done: files, total: 5121 }, bytes };
      return progressLine(progress, NO_PACE, 120).length;
    });
    expect(new Set(widths.slice(0, 4)).size).toBe(1);
  });

  test('goes by files where there are no bytes', () => {
    const empty = { ...SENDING, bytes: { done: 0, total: 0 } };
    expect(progressLine(empty, NO_PACE, 40)).toBe('Sending  60%  3,102/5,121 files');
  });

  test.each([
    { done: 0, share: '[--------------------]   0%  0.0/1.0 kB' },
    { done: 999, share: '[###################-]  99%' },
    { done: 1000, share: '[####################]  100%' },
    { done: 1001, share: '[####################]  100%' },
    { done: -5, share: '[--------------------]   0%  0.0/1.0 kB' },
  ])('of $done in 1000 bytes has $share', ({ done, share }) => {
    const progress = { label: 'x', files: { done: 0, total: 0 }, bytes: { done, total: 1000 } };
    expect(progressLine(progress, NO_PACE, 50)).toContain(share);
  });
});

describe('a sentence', () => {
  test('tells the same', () => {
    expect(progressSentence(SENDING, PACE)).toBe(
      'Sending: 3,102/5,121 files, 412.0/734.0 MB, 38.2 MB/s, 0:08 left',
    );
  });

  test('is the label alone where there is nothing to count', () => {
    const none = { done: 0, total: 0 };
    expect(progressSentence({ label: 'Publishing', files: none, bytes: none }, NO_PACE)).toBe(
      'Publishing',
    );
  });
});

describe('the pace', () => {
  const at = (files: number, bytes: number, label = 'Sending'): Progress => ({
    label,
    files: { done: files, total: 100 },
    bytes: { done: bytes, total: 10_000 },
  });

  test('is not told before a second has passed', () => {
    const meter = createPaceMeter();
    meter.measure(at(0, 0), 0);
    expect(meter.measure(at(50, 5000), 900)).toEqual(NO_PACE);
  });

  test('goes by the last ten seconds', () => {
    const meter = createPaceMeter();
    for (let second = 0; second <= 20; second += 1) meter.measure(at(0, 0), second * 1000);
    for (let second = 21; second <= 30; second += 1) {
      meter.measure(at(second - 20, (second - 20) * 100), second * 1000);
    }
    expect(meter.measure(at(10, 1000), 30_000)).toEqual({ bytesPerSecond: 100, secondsLeft: 90 });
  });

  test('begins anew with what is done next', () => {
    const meter = createPaceMeter();
    meter.measure(at(0, 0), 0);
    meter.measure(at(90, 9000), 5000);
    expect(meter.measure(at(0, 0, 'Publishing'), 6000)).toEqual(NO_PACE);
  });

  test('lets many small files take their time, though few bytes are left', () => {
    const meter = createPaceMeter();
    meter.measure(at(0, 8000), 0);
    const { secondsLeft } = meter.measure(at(10, 9000), 1000);
    expect(secondsLeft).toBe(2);
  });

  test('is never negative, though bytes sent in vain are taken back', () => {
    const meter = createPaceMeter();
    meter.measure(at(0, 5000), 0);
    expect(meter.measure(at(0, 4000), 2000)).toEqual({ bytesPerSecond: 0, secondsLeft: undefined });
  });
});
