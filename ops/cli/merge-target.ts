import type { ApiClient } from '../../api/client/api-client.ts';
import type { PushTarget } from '../../api/client/push/push-types.ts';
import { readBuildStorage } from '../../api/contract/storage.ts';
import { findBookId } from './book-reference.ts';
import { CliError } from './cli-error.ts';
import { type TargetReference, targetText } from './target-reference.ts';

/**
 * Where something is merged into what is published. A build keeps the channel it is in.
 * @throws CliError `missing`
 */
export async function findMergeTarget(
  client: ApiClient,
  target: TargetReference,
): Promise<PushTarget> {
  if (target.type === 'book') {
    return { type: 'book', bookId: await findBookId(client, target.reference) };
  }
  const { platform, version } = target;
  const { body } = await client.call(readBuildStorage, {
    params: { platform, path: version },
    query: { depth: 1 },
    headers: {},
  });
  if (body && 'root' in body && body.target?.type === 'build') return body.target;
  throw new CliError('missing', `There is no ${targetText(target)}.`);
}
