import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationBody } from '../../../api/contract/operations.ts';
import { createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import { type Desk, openDesk } from '../desk.ts';

let desk: Desk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openDesk();
  pusher = createPusher({ call: (target, init) => desk.ask(target, init) });
});

/** Answered at once. */
async function finalizeAsync(uploadId: string) {
  return desk.ask<OperationBody>(`/uploads/${uploadId}/finalize`, {
    method: 'POST',
    headers: { prefer: 'respond-async' },
  });
}

/** The operation once it has ended, asked for where the answer said. */
async function ended(location: string): Promise<OperationBody> {
  const ask = async () => (await desk.ask<OperationBody>(location)).body;
  await expect
    .poll(async () => (await ask()).state, { timeout: 30_000 })
    .not.toMatch(/^(?:queued|running)$/);
  return ask();
}

describe('a publish that is not waited for', () => {
  it('goes on after its answer, and its operation tells what came of it', async () => {
    const { id } = await desk.create();
    const content = { 'a.txt': 'a', 'b.txt': 'b' };
    const { upload } = (await pusher.plan(id, content)).body;
    await pusher.send(upload.id, content, ['a.txt']);
    const first = await finalizeAsync(upload.id);
    expect(first).toMatchObject({ status: 202, body: { type: 'finalize' } });
    expect(first.headers['preference-applied']).toBe('respond-async');
    expect(await ended(first.headers.location ?? '')).toMatchObject({
      state: 'failed',
      error: { code: 'upload.incomplete', errors: [{ path: 'b.txt' }] },
    });
    await pusher.send(upload.id, content, ['b.txt']);
    const second = await finalizeAsync(upload.id);
    const operation = await ended(second.headers.location ?? '');
    expect(operation).toMatchObject({ state: 'done', result: { revision: 1 } });
    expect((await pusher.finalize(upload.id)).body).toEqual(operation.result);
  });
});
