import type { UploadPlanBody } from '../../contract/upload-bodies.ts';
import { forEach } from '../transfer/for-each.ts';
import { piecesOf } from './pieces.ts';
import type { PushContext } from './push-context.ts';
import type { HashedFolder } from './read-source.ts';
import { sendPiece } from './send-piece.ts';
import { signAhead } from './sign-pieces.ts';
import type { SourceFile } from './source.ts';

/** Sends all that a plan wants. @throws what {@link sendPiece} throws, for the first that fails */
export async function sendMissing<F extends SourceFile>(
  push: PushContext<F>,
  plan: UploadPlanBody,
  folder: HashedFolder<F>,
): Promise<void> {
  const uploadId = plan.upload.id;
  const { totals, piecesLeft } = survey(plan, folder);
  push.meter.begin('sending', totals);
  await forEach(
    (signal) => signAhead({ ...push, signal }, uploadId, piecesOf(plan, folder)),
    async (signed, signal) => {
      await sendPiece(push, { uploadId, signed }, signal);
      const { path } = signed.piece.hashed.file;
      const left = (piecesLeft.get(path) ?? 1) - 1;
      if (left > 0) piecesLeft.set(path, left);
      else {
        push.meter.addDone(1, 0);
        push.emit({ type: 'sent', path });
      }
    },
    {
      concurrency: push.concurrency,
      signal: push.signal,
      bytesOf: ({ piece }) => piece.slice.size,
    },
  );
}

/** What there is to send, and how many parts of each file sent in parts. */
function survey(plan: UploadPlanBody, folder: HashedFolder) {
  const piecesLeft = new Map<string, number>();
  const totals = { files: 0, bytes: 0 };
  for (const { hashed, part, slice } of piecesOf(plan, folder)) {
    const { path } = hashed.file;
    totals.bytes += slice.size;
    if (part === undefined) totals.files += 1;
    else piecesLeft.set(path, (piecesLeft.get(path) ?? 0) + 1);
  }
  totals.files += piecesLeft.size;
  return { totals, piecesLeft };
}
