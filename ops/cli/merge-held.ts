import type { ApiClient } from '../../api/client/api-client.ts';
import { createPush } from '../../api/client/push/create-push.ts';
import type { PushTarget } from '../../api/client/push/push-types.ts';
import type { FileAccess, SourceEntry, SourceFile } from '../../api/client/push/source.ts';
import type { ReceiptBody } from '../../api/contract/upload-bodies.ts';
import { CliError } from './cli-error.ts';
import { countedText } from './quantity-text.ts';

/** A file whose bytes the server has. */
export interface HeldFile extends SourceFile {
  /** As on the wire. */
  readonly sha256: string;
}

export interface HeldChanges {
  readonly target: PushTarget;
  /** What is put in, over what is there. */
  readonly entries: readonly (HeldFile | Exclude<SourceEntry, SourceFile>)[];
  /** Files and folders to drop first. */
  readonly remove: readonly string[];
}

/**
 * Publishes changes for which nothing needs to be sent; on top of whatever others publish meanwhile.
 * @throws CliError `missing` when the server has not all of the bytes any more; nothing is changed then
 */
export async function mergeHeld(
  api: ApiClient,
  { target, entries, remove }: HeldChanges,
): Promise<ReceiptBody> {
  const lost = (files: number) =>
    new CliError('missing', `The bytes of ${countedText(files, 'file')} are not held any more.`);
  const nothingToRead = () => Promise.reject(new Error('Nothing here has bytes to read.'));
  const access: FileAccess<HeldFile> = {
    digest: nothingToRead,
    put: nothingToRead,
    hashes: { get: ({ sha256 }) => sha256, set() {} },
  };
  const source = {
    async *entries() {
      yield* entries;
    },
  };
  const push = createPush(
    { api, source, access },
    {
      target,
      mode: 'merge',
      remove,
      onEvent(event) {
        if (event.type !== 'planned') return;
        const { send } = event.plan.counts;
        if (send > 0) push.stop(lost(send));
      },
    },
  );
  try {
    return await push.run();
  } catch (error) {
    // Nobody would come back to it.
    if (error instanceof CliError) await push.cancel();
    throw error;
  }
}
