import type { ApiClient } from '../../../api/client/api-client.ts';
import { type NewPlace, restoreFromTrash } from '../../../api/contract/trash.ts';
import { parseBookNames } from '../book-reference.ts';
import type { Cli } from '../cli.ts';
import { parseTarget } from '../target-reference.ts';
import { targetTitle } from '../target-title.ts';
import { waitForOperation } from '../wait-for-operation.ts';
import { findTrash } from './find-trash.ts';

export interface Restoring {
  /** An id as "dcs trash ls" prints it, or a name. */
  readonly reference: string;
  /** The name to come back under, rather than its own. */
  readonly as: string | undefined;
  readonly json: boolean;
}

/** Brings a book or build back from the trash. */
export async function restoreTrash(
  cli: Cli,
  client: ApiClient,
  { reference, as, json }: Restoring,
): Promise<void> {
  const place = as === undefined ? {} : { as: placeOf(as) };
  const { id } = await findTrash(client, reference);
  const { body: operation } = await client.call(restoreFromTrash, {
    body: { trash_id: id, ...place },
  });
  const done = await waitForOperation(cli, client, { operation, json });
  if (json) return cli.out.json(done);
  await cli.out.text(`${targetTitle(done.target)} is back.`);
}

function placeOf(text: string): NewPlace {
  const target = parseTarget(text);
  return target.type === 'book' ? parseBookNames(target.reference) : { version: target.version };
}
