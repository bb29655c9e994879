import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLineWriter } from './line-writer.ts';

it('writes the lines of one turn together, in order, and those of the next after them', async () => {
  const written: string[] = [];
  const write = createLineWriter({ write: (text) => written.push(text) });
  write('one');
  write('two');
  expect(written).toEqual([]);
  await nextTurn();
  expect(written).toEqual(['one\ntwo\n']);
  write('three');
  await nextTurn();
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});

it('writes what is left when the process exits', () => {
  const written: string[] = [];
  const before = process.listeners('exit');
  const write = createLineWriter({ write: (text) => written.push(text) });
  const [flush] = process.listeners('exit').filter((one) => !before.includes(one));
  write('last');
  flush?.(0);
  expect(written).toEqual(['last\n']);
});
