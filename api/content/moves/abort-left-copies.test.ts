import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { moveMultiparts } from '../../../db/schema/moves.ts';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { type LifecycleDesk, openLifecycleDesk } from '../../testing/lifecycle-desk.ts';

let desk: LifecycleDesk;
beforeAll(async () => {
  desk = await openLifecycleDesk();
});

/** As a worker does before it copies the first part. */
async function beginCopy(operationId: string, key: string) {
  const to = { bucket: 'trash', key } as const;
  const multipartId = await createNodeBlobs(inject('store')).createCopyMultipart(to);
  await desk.database.query.insert(moveMultiparts).values({ ...to, operationId, multipartId });
  return { to, multipartId };
}

function notedOf(operationId: string) {
  return desk.database.query
    .select()
    .from(moveMultiparts)
    .where(eq(moveMultiparts.operationId, operationId));
}

describe('a copy that was begun for a move', () => {
  it('is aborted when the move is over', async () => {
    const { operation } = await desk.trashedBook('Copied late');
    const { to, multipartId } = await beginCopy(operation.id, 'Copied late/x/0/large');
    await desk.tick();
    const blobs = createNodeBlobs(inject('store'));
    expect(await blobs.listParts(to, multipartId)).toBeUndefined();
    expect(await notedOf(operation.id)).toEqual([]);
  });

  it('is left to the move while it goes on', async () => {
    const book = await desk.publishedBook('Copied now');
    const operation = await desk.remove(`/books/${book.id}`);
    await beginCopy(operation.id, 'Copied now/x/0/large');
    // Of a worker that has the operation's lease, ticks keep away.
    await desk.database.query.execute(
      `UPDATE operations SET state = 'running', lease_id = id, lease_until = 'infinity'
       WHERE id = '${operation.id}'`,
    );
    await desk.tick();
    expect(await notedOf(operation.id)).toHaveLength(1);
  });
});
