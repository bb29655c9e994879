import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { createPush } from '../../../../api/client/push/create-push.ts';
import type { Push, PushEvent, PushOptions } from '../../../../api/client/push/push-types.ts';
import { FileChangedError } from '../../../../api/client/push/source.ts';
import type { ReceiptBody } from '../../../../api/contract/upload-bodies.ts';
import type { PickedFolder } from '../folder/picked-folder.ts';
import { type FolderListing, readFolder, sourceOf } from '../folder/read-folder.ts';
import { createBrowserAccess } from '../transfer/browser-access.ts';
import { createDigestCache, type DigestCache } from '../transfer/digest-cache.ts';
import { createKeptBytes } from '../transfer/kept-bytes.ts';
import type { SliceHasher } from '../transfer/slice-hasher.ts';
import { pushTargetOf } from '../upload-target.ts';
import { showBook } from './book-of-upload.ts';
import { receiptOf } from './upload-at-server.ts';
import { alone } from './upload-lock.ts';
import type { KeptUpload, UploadStore } from './upload-store.ts';

/** A folder, and what has been read of it while it was looked at. */
export interface ReadFolder {
  readonly folder: PickedFolder;
  readonly listing?: FolderListing;
  readonly digests?: DigestCache;
}

export interface UploadParts {
  readonly api: ApiClient;
  readonly hasher: SliceHasher;
  readonly store: UploadStore;
}

export interface RunEvents {
  onPush(event: PushEvent, listing: FolderListing): void;
  /** @param bytes that have gone out; less than none where they are sent anew */
  onSent(path: string, bytes: number): void;
}

/** One attempt at an upload. */
export interface UploadRun {
  readonly result: Promise<ReceiptBody>;
  /** Lets bytes go out, or holds them back. */
  hold(isHeld: boolean): void;
  keepDigests(): Promise<void>;
  stop(): void;
  /** Gives up at the server what it has planned there. */
  cancel(): Promise<void>;
}

/** Reads a folder, sends what is missing, publishes it, and shows the book made for it. */
export function startRun(
  parts: UploadParts,
  { kept, read }: { kept: KeptUpload; read: ReadFolder },
  events: RunEvents,
): UploadRun {
  const { api, store, hasher } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  let push: Push | undefined;
  let digests = read.digests;
  let isHeld = false;

  async function pushed(): Promise<ReceiptBody> {
    const { folder } = read;
    const listing = read.listing ?? (await readFolder(folder.root, { signal, onFound() {} }));
    digests ??= createDigestCache(await store.digests(kept.id));
    const access = createBrowserAccess({
      hasher,
      digests,
      kept: createKeptBytes(),
      onSent: events.onSent,
    });
    const onEvent = (event: PushEvent) => events.onPush(event, listing);
    signal.throwIfAborted();
    push = createPush(
      { api, source: sourceOf(listing), access },
      { ...pushOptionsOf(kept), onEvent },
    );
    if (isHeld) push.pause();
    return push.run();
  }

  /** The revision in the way may be of this very upload, published though no answer came. */
  async function publishedBefore(error: unknown): Promise<ReceiptBody> {
    const isConflict = error instanceof ApiError && error.code === 'upload.revision_conflict';
    const receipt =
      isConflict && kept.uploadId && (await receiptOf(api, kept.uploadId, { signal }));
    if (!receipt) throw error;
    return receipt;
  }

  async function run(): Promise<ReceiptBody> {
    try {
      await store.keep(kept);
      const receipt = await pushed().catch(publishedBefore);
      await showBook(api, kept.target);
      await store.drop(kept.id);
      return receipt;
    } catch (error) {
      if (error instanceof FileChangedError) await forget(error.path);
      throw error;
    }
  }

  async function keepDigests(): Promise<void> {
    if (digests) await store.keepDigests(kept.id, digests.known);
  }

  async function forget(path: string): Promise<void> {
    digests?.forget(path);
    await keepDigests();
  }

  return {
    result: alone(kept.id, run),
    keepDigests,
    hold(held) {
      isHeld = held;
      if (held) push?.pause();
      else push?.resume();
    },
    stop() {
      stopping.abort();
      push?.stop();
    },
    async cancel() {
      stopping.abort();
      await push?.cancel();
    },
  };
}

function pushOptionsOf({ target, baseRevision }: KeptUpload): PushOptions {
  const options = { target: pushTargetOf(target) };
  return baseRevision === undefined ? options : { ...options, baseRevision };
}
