import type { ReceiptBody, UploadPlanBody } from '../../contract/upload-bodies.ts';
import { abortUpload } from '../../contract/uploads.ts';
import { ApiError } from '../api-error.ts';
import { callApi } from './call-api.ts';
import { postManifest, previewManifest } from './post-manifest.ts';
import { publish } from './publish.ts';
import { createPushContext, type PushContext, type PushParts } from './push-context.ts';
import type { Push, PushOptions } from './push-types.ts';
import { type HashedFolder, readSource } from './read-source.ts';
import { requireUnchanged } from './require-unchanged.ts';
import { sendMissing } from './send-missing.ts';
import type { SourceFile } from './source.ts';
import { UploadGoneError } from './store-errors.ts';

/** How often the manifest is posted at most; each time something was in the way that may pass. */
const MAX_ROUNDS = 10;

/** After these the manifest is posted again, which sends only what is still missing. */
const BEGIN_AGAIN = [
  'upload.incomplete',
  'upload.folder_moved',
  'upload.revision_conflict',
  'upload.paths_refused',
  'upload.not_open',
];

/**
 * Pushes a folder: walks and hashes it, posts its manifest, sends what is missing, publishes it.
 * Whatever stops it, pushing the same folder again goes on where it was.
 */
export function createPush<F extends SourceFile>(parts: PushParts<F>, options: PushOptions): Push {
  const stopping = new AbortController();
  const push = createPushContext(parts, options, stopping.signal);
  let running: Promise<unknown> = Promise.resolve();
  let posted: HashedFolder<F> | undefined;
  let plan: UploadPlanBody | undefined;

  async function run(): Promise<ReceiptBody> {
    const folder = await readSource(push);
    for (let round = 1; ; round += 1) {
      try {
        push.meter.begin('planning');
        await push.gate.whenOpen(push.signal);
        posted = folder;
        plan = undefined;
        plan = await postManifest(push, folder).catch((error: unknown) => {
          // What is refused was not planned.
          if (error instanceof ApiError) posted = undefined;
          throw error;
        });
        push.emit({ type: 'planned', plan });
        return await sendAndPublish(push, plan, folder);
      } catch (error) {
        if (round === MAX_ROUNDS || !mayBeginAgain(error, options)) throw error;
        await requireUnchanged(push, folder, error);
      }
    }
  }

  return {
    run() {
      const result = run();
      running = result.catch(() => {});
      return result;
    },
    async preview(limit) {
      const folder = await readSource(push);
      push.meter.begin('planning');
      return previewManifest(push, folder, limit);
    },
    pause() {
      if (push.gate.isClosed) return;
      push.gate.close();
      push.emit({ type: 'paused' });
    },
    resume() {
      if (!push.gate.isClosed) return;
      push.gate.open();
      push.emit({ type: 'resumed' });
    },
    stop(reason = new DOMException('The push was stopped.', 'AbortError')) {
      stopping.abort(reason);
    },
    async cancel() {
      stopping.abort(new DOMException('The push was cancelled.', 'AbortError'));
      await running;
      if (!posted) return;
      const still = { ...push, signal: new AbortController().signal };
      // What was posted may have been planned though the answer was not waited for.
      const { upload } = plan ?? (await postManifest(still, posted));
      await callApi(still, abortUpload, { params: { upload_id: upload.id } });
    },
  };
}

async function sendAndPublish<F extends SourceFile>(
  push: PushContext<F>,
  plan: UploadPlanBody,
  folder: HashedFolder<F>,
): Promise<ReceiptBody> {
  if (plan.send.length > 0) await sendMissing(push, plan, folder);
  await push.gate.whenOpen(push.signal);
  return publish(push, plan.upload.id);
}

function mayBeginAgain(error: unknown, { baseRevision }: PushOptions): boolean {
  if (error instanceof UploadGoneError) return true;
  if (!(error instanceof ApiError) || !BEGIN_AGAIN.includes(error.code)) return false;
  // Who named the revision they saw wants to look at another one first.
  if (error.code === 'upload.revision_conflict') return baseRevision === undefined;
  // Somebody gave it up on purpose.
  return error.problem.state !== 'aborted';
}
