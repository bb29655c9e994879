import type { ApiClient } from '../../../api/client/api-client.ts';
import { deleteBook, deleteBuild } from '../../../api/contract/trash.ts';
import { findBookId } from '../book-reference.ts';
import type { Cli } from '../cli.ts';
import { type TargetReference, targetText } from '../target-reference.ts';
import { waitForOperation } from '../wait-for-operation.ts';

/** Moves a book or build to the trash, and tells how it comes back. */
export async function deleteTarget(
  cli: Cli,
  client: ApiClient,
  { target, json }: { readonly target: TargetReference; readonly json: boolean },
): Promise<void> {
  const { body: operation } =
    target.type === 'book'
      ? await client.call(deleteBook, {
          params: { book_id: await findBookId(client, target.reference) },
          headers: {},
        })
      : await client.call(deleteBuild, {
          params: { platform: target.platform, version: target.version },
        });
  const done = await waitForOperation(cli, client, { operation, json });
  if (json) return cli.out.json(done);
  const name = targetText(target);
  await cli.out.text(
    `${name} is in the trash. Until it is purged, dcs restore "${name}" brings it back.`,
  );
}
