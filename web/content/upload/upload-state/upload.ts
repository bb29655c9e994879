import { createSignal } from 'solid-js';
import { ApiError } from '../../../../api/client/api-error.ts';
import type { PushEvent } from '../../../../api/client/push/push-types.ts';
import { FileChangedError } from '../../../../api/client/push/source.ts';
import type { ReceiptBody, UploadPlanBody } from '../../../../api/contract/upload-bodies.ts';
import type { PickedFolder } from '../folder/picked-folder.ts';
import type { FolderListing } from '../folder/read-folder.ts';
import { showBook, unmakeBook } from './book-of-upload.ts';
import { createFileProgress } from './file-progress.ts';
import { abortAtServer, receiptOf } from './upload-at-server.ts';
import { alone } from './upload-lock.ts';
import { createProgressView } from './upload-progress.ts';
import { type ReadFolder, startRun, type UploadParts, type UploadRun } from './upload-run.ts';
import type { KeptUpload } from './upload-store.ts';

export type UploadState =
  /** For its folder, which a reload made the browser forget. */
  | 'waiting'
  | 'reading'
  | 'sending'
  | 'paused'
  | 'offline'
  | 'finalizing'
  | 'done'
  | 'failed'
  | 'cancelling'
  | 'cancelled';

type Outcome =
  | 'waiting'
  | 'running'
  /** At the server, whatever the page does. */
  | 'finalizing'
  | 'done'
  | 'failed'
  | 'cancelling'
  | 'cancelled';

/** What the folder chosen to go on with has to do with the one it began with. */
export type FolderDoubt =
  /** It has another name, and was not taken. */
  | { readonly kind: 'other-name'; readonly chosen: string }
  /** It holds something else than what was looked at; sending waits for a person. */
  | { readonly kind: 'other-content'; readonly manifestSha256: string }
  /** A revision has come since it was looked at; nothing is published over it unasked. */
  | { readonly kind: 'other-revision'; readonly revision: number };

export interface UploadSurroundings extends UploadParts {
  readonly isOnline: () => boolean;
  readonly onPublished: () => void;
}

/** One upload, from its start until it is published or given up; also over a reload. */
export class Upload {
  readonly files = createFileProgress();
  readonly #around: UploadSurroundings;
  readonly #progress = createProgressView();
  readonly #kept;
  readonly #outcome = createSignal<Outcome>('waiting');
  readonly #isPaused = createSignal(false);
  readonly #doubt = createSignal<FolderDoubt>();
  readonly #error = createSignal<unknown>();
  readonly #receipt = createSignal<ReceiptBody>();
  #folder: PickedFolder | undefined;
  #run: UploadRun | undefined;
  #asking: AbortController | undefined;

  constructor(around: UploadSurroundings, kept: KeptUpload) {
    this.#around = around;
    this.#kept = createSignal(kept);
  }

  readonly kept = () => this.#kept[0]();
  readonly progress = () => this.#progress.shown();
  readonly doubt = () => this.#doubt[0]();
  readonly error = () => this.#error[0]();
  readonly receipt = () => this.#receipt[0]();

  readonly state = (): UploadState => {
    const outcome = this.#outcome[0]();
    if (outcome !== 'running') return outcome;
    const { phase } = this.progress();
    if (phase === 'finalizing') return phase;
    if (this.#isPaused[0]()) return 'paused';
    if (phase !== 'sending') return 'reading';
    return this.#around.isOnline() ? 'sending' : 'offline';
  };

  /** Whether work is lost, or at least delayed, when the page goes away. */
  readonly isActive = () => this.#outcome[0]() === 'running';

  /** Whether it goes on only once its folder has been chosen again. */
  readonly needsFolder = (): boolean => {
    if (this.state() === 'waiting') return true;
    const isStale = this.error() instanceof FileChangedError && !this.#folder?.isLive;
    return this.state() === 'failed' && (isStale || !this.#folder);
  };

  /** Learns, after a reload, whether the server goes on by itself or waits for more. */
  async lookUp(): Promise<void> {
    // Where that cannot be told, it is planned anew with its folder.
    const isPublished = await this.#isPublished().catch(() => false);
    if (!isPublished && this.#outcome[0]() === 'finalizing') this.#outcome[1]('waiting');
  }

  begin(read: ReadFolder): void {
    this.#asking?.abort();
    this.#folder = read.folder;
    this.#doubt[1](undefined);
    this.#error[1](undefined);
    this.#isPaused[1](false);
    this.#progress.reset();
    this.#outcome[1]('running');
    const run = startRun(
      this.#around,
      { kept: this.kept(), read },
      {
        onPush: (event, listing) => this.#follow(event, listing),
        onSent: this.files.add,
      },
    );
    this.#run = run;
    this.connectionChanged();
    run.result.then(
      (receipt) => this.#published(receipt),
      (error: unknown) => this.#failed(run, error),
    );
  }

  /** Goes on with its folder, chosen again; one of another name is not taken. */
  goOn(folder: PickedFolder): void {
    const { name } = folder.root;
    if (name === this.kept().folderName) this.begin({ folder });
    else this.#doubt[1]({ kind: 'other-name', chosen: name });
  }

  /** Once more, with the folder as it is now. */
  retry(): void {
    if (this.#folder) this.begin({ folder: this.#folder });
  }

  /** Publishes over the revision that has come since it was looked at. */
  publishOver(): void {
    const doubt = this.doubt();
    if (doubt?.kind !== 'other-revision') return;
    this.#keep({ baseRevision: doubt.revision });
    this.retry();
  }

  pause(): void {
    this.#isPaused[1](true);
    this.connectionChanged();
  }

  /** Goes on; also with what the folder holds now, where that is in doubt. */
  resume(): void {
    const doubt = this.doubt();
    if (doubt?.kind === 'other-content') this.#keep({ manifestSha256: doubt.manifestSha256 });
    this.#doubt[1](undefined);
    this.#isPaused[1](false);
    this.connectionChanged();
  }

  /** Stops for now; it can be gone on with. */
  stop(): void {
    this.#asking?.abort();
    this.#outcome[1]('waiting');
    this.#run?.stop();
  }

  /** Gives it up, here and at the server. */
  async cancel(): Promise<void> {
    const isOurs = this.isActive();
    this.#asking?.abort();
    this.#outcome[1]('cancelling');
    this.#doubt[1](undefined);
    this.#error[1](undefined);
    try {
      // What another tab has taken up again is not to be pulled from under it.
      await (isOurs ? this.#giveUp() : alone(this.kept().id, () => this.#giveUp()));
      this.#outcome[1]('cancelled');
    } catch (error) {
      const isTooLate = error instanceof ApiError && error.code === 'upload.not_open';
      // Where that cannot be told, what stood in the way of cancelling is.
      if (isTooLate && (await this.#isPublished().catch(() => false))) return;
      this.#error[1](error);
      this.#outcome[1]('failed');
    }
  }

  /** To be called when the connection came or went: what is tried without one only fails. */
  connectionChanged(): void {
    this.#run?.hold(this.#isPaused[0]() || !this.#around.isOnline());
  }

  #follow(event: PushEvent, listing: FolderListing): void {
    if (event.type === 'sent') this.files.sent(event.path);
    if (event.type === 'planned') this.#planned(event.plan, listing);
    this.#progress.follow(event);
  }

  #planned(plan: UploadPlanBody, listing: FolderListing): void {
    this.files.begin(listing, plan);
    const { id: uploadId, manifest_sha256: now } = plan.upload;
    const { manifestSha256 = now } = this.kept();
    if (manifestSha256 !== now) {
      this.pause();
      this.#doubt[1]({ kind: 'other-content', manifestSha256: now });
    }
    this.#keep({ uploadId, manifestSha256 });
    void this.#run?.keepDigests();
  }

  #keep(change: Partial<KeptUpload>): void {
    this.#kept[1]({ ...this.kept(), ...change });
    void this.#around.store.keep(this.kept());
  }

  async #giveUp(): Promise<void> {
    const { api, store } = this.#around;
    const { id, target, uploadId } = this.kept();
    await this.#run?.cancel();
    if (uploadId) await abortAtServer(api, uploadId);
    await unmakeBook(api, target);
    await store.drop(id);
  }

  /** Whether the server has published it, which it does without the page once all has arrived. */
  async #isPublished(): Promise<boolean> {
    const { api, store } = this.#around;
    const { id, target, uploadId } = this.kept();
    if (!uploadId) return false;
    this.#asking = new AbortController();
    const receipt = await receiptOf(api, uploadId, {
      signal: this.#asking.signal,
      onFinalizing: () => this.#outcome[1]('finalizing'),
    });
    if (!receipt) return false;
    await showBook(api, target);
    await store.drop(id);
    this.#published(receipt);
    return true;
  }

  #published(receipt: ReceiptBody): void {
    this.#receipt[1](receipt);
    this.#outcome[1]('done');
    this.#around.onPublished();
  }

  #failed(run: UploadRun, error: unknown): void {
    if (run !== this.#run || this.#outcome[0]() !== 'running') return;
    const revision = revisionInTheWay(error);
    if (revision === undefined) this.#error[1](error);
    else this.#doubt[1]({ kind: 'other-revision', revision });
    this.#outcome[1]('failed');
  }
}

function revisionInTheWay(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || error.code !== 'upload.revision_conflict') return undefined;
  const { current_revision: current } = error.problem;
  return typeof current === 'number' ? current : undefined;
}
