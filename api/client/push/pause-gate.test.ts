import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPauseGate } from './pause-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the clock of a gate stands while it is closed', () => {
  const gate = createPauseGate();
  const began = gate.now();
  vi.advanceTimersByTime(1000);
  gate.close();
  vi.advanceTimersByTime(8 * 3600 * 1000);
  gate.close();
  expect(gate.now() - began).toBe(1000);
  gate.open();
  vi.advanceTimersByTime(500);
  gate.open();
  expect(gate.now() - began).toBe(1500);
});
