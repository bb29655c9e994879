import { expect, it } from 'vitest';
import { createTransferRate } from './transfer-rate.ts';

it('tells nothing until there is something to tell by', () => {
  const rate = createTransferRate();
  rate.add(0, 0);
  rate.add(500, 500);
  expect(rate.bytesPerSecond()).toBeUndefined();
  rate.add(1000, 1000);
  expect(rate.bytesPerSecond()).toBe(1000);
});

it('goes by the last seconds alone', () => {
  const rate = createTransferRate();
  for (let second = 0; second <= 20; second += 1) rate.add(second * 100, second * 1000);
  for (let second = 21; second <= 40; second += 1) rate.add(2000, second * 1000);
  expect(rate.bytesPerSecond()).toBe(0);
});

it('is never below none, though bytes sent in vain are taken back', () => {
  const rate = createTransferRate();
  rate.add(1000, 0);
  rate.add(0, 2000);
  expect(rate.bytesPerSecond()).toBe(0);
});
