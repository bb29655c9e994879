import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from './output.ts';

function written(isTTY: boolean) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const output = createOutput(Object.assign(stream, { isTTY }));
  return { output, all: () => Buffer.concat(chunks).toString() };
}

const BYTES = new TextEncoder().encode('ü\u001B[31m\r\n');

test('bytes go as they are to a file or another program', async () => {
  const { output, all } = written(false);
  await output.bytes(BYTES);
  expect(all()).toBe('ü\u001B[31m\r\n');
});

test('bytes that a terminal shows can neither colour it nor move its cursor', async () => {
  const { output, all } = written(true);
  await output.bytes(BYTES.subarray(0, 1)); // half of ü
  await output.bytes(BYTES.subarray(1));
  expect(all()).toBe('ü\uFFFD[31m\n');
});
