import { abortUpload } from '../../api/content/uploads/abort-upload.ts';
import { finalizeUpload } from '../../api/content/uploads/finalize-upload.ts';
import { planBody } from '../../api/content/uploads/plan-body.ts';
import { planUpload } from '../../api/content/uploads/plan-upload.ts';
import { signUrls } from '../../api/content/uploads/sign-urls.ts';
import {
  bookTarget,
  buildTarget,
  type UploadTarget,
} from '../../api/content/uploads/upload-target.ts';
import { manifestDigest } from '../../api/contract/manifest-digest.ts';
import { numbersIn } from '../../api/contract/ranges.ts';
import type { UploadPlanBody } from '../../api/contract/upload-bodies.ts';
import { DcsError } from '../../api/core/errors.ts';
import { Process } from './gate.ts';
import type { Ask } from './model.ts';
import { contentOf, type Push, type TargetName } from './scenario.ts';
import { putSigned, type Sent, validFromMs } from './signed-urls.ts';
import { requestContext, requireExpected, type World } from './world.ts';

const ROUNDS = 3;
/** A store breaks off what takes longer. */
const MAX_REQUEST_MS = 3_600_000;
/** As the route waits. */
const PATIENCE_MS = 20_000;

/** Posts, sends and publishes as clients do: what goes wrong comes down to posting again. */
export async function push(world: World, name: string, command: Push): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    try {
      await pushOnce(world, `${name}.${round}`, command);
      return;
    } catch (error) {
      requireExpected(error);
      if (error instanceof DcsError && error.code.endsWith('.in_trash')) return;
    }
  }
}

async function pushOnce(world: World, name: string, { target, ask, end }: Push): Promise<void> {
  const { scheduler, draws } = world;
  const plan = await post(world, `${name}.plan`, { target, ask });
  const uploadId = plan.upload.id;
  const wanted = wantedOf(plan, ask);
  if (wanted.files.length + wanted.parts.length > 0) {
    const { urls } = await scheduler.spawn(`${name}.sign`, (process) =>
      signUrls(requestContext(world, process), uploadId, wanted),
    );
    const client = new Process(`${name}.send`, scheduler.nowMs);
    for (const signed of urls) {
      const { path, url } = signed;
      const part = 'part' in signed ? Number(signed.part) : undefined;
      if (draws.chance(0.06, name, path, part ?? 0, 'forget')) continue;
      await send(world, client, { path, part, url, ask });
    }
  }
  if (end === 'left') return;
  if (end === 'aborted') {
    await scheduler.spawn(`${name}.abort`, (process) =>
      abortUpload(requestContext(world, process), uploadId),
    );
    return;
  }
  const patienceMs = draws.chance(0.3, name, 'patience') ? 0 : PATIENCE_MS;
  await scheduler.spawn(`${name}.finalize`, (process) =>
    finalizeUpload(requestContext(world, process), { id: uploadId, patienceMs }),
  );
}

/** Posts the manifest. */
async function post(
  { scheduler, model, ...world }: World,
  name: string,
  { target, ask }: { readonly target: TargetName; readonly ask: Ask },
): Promise<UploadPlanBody> {
  const manifest = {
    mode: ask.mode,
    files: [...ask.files].map(([path, sha256]) => {
      return { path, size: contentOf(sha256).sizeBytes, sha256 };
    }),
    directories: [],
    links: [],
    remove: [...ask.remove],
    preview_limit: 10,
  };
  const manifestSha256 = await manifestDigest(manifest);
  model.notePosted(ask, manifestSha256);
  return scheduler.spawn(name, async (process) => {
    const ctx = requestContext({ scheduler, model, ...world }, process);
    const input = { manifest, manifestSha256, baseRevision: undefined };
    const to = targetOf(world.books, target, { mode: ask.mode, manifestSha256 });
    return planBody(ctx, await planUpload(ctx, to, input), manifest);
  });
}

function targetOf(
  books: readonly string[],
  target: TargetName,
  upload: { readonly mode: Ask['mode']; readonly manifestSha256: string },
): UploadTarget {
  if (target === 'build') {
    return buildTarget({ platform: 'linux', version: '1.0', channel: 'stable', upload });
  }
  return bookTarget(books[target === 'book 0' ? 0 : 1] ?? '');
}

/** What the plan says is to be sent. */
function wantedOf({ send: positions, multipart }: UploadPlanBody, ask: Ask) {
  const paths = [...ask.files.keys()];
  const inParts = new Map(multipart.map((one) => [one.index, one]));
  const files = [...numbersIn(positions)].filter((index) => !inParts.has(index));
  return {
    files: files.map((index) => paths[index] ?? ''),
    parts: multipart.flatMap(({ index, missing }) => {
      const path = paths[index] ?? '';
      return [...numbersIn(missing)].map((part) => ({ path, part, ...partOf(ask, path, part) }));
    }),
  };
}

function partOf(ask: Ask, path: string, part: number) {
  const { parts, ...whole } = contentOf(ask.files.get(path) ?? '');
  const { sha256, sizeBytes } = parts[part - 1] ?? whole;
  return { sha256, sizeBytes };
}

interface Sending {
  readonly path: string;
  readonly part: number | undefined;
  readonly url: string;
  readonly ask: Ask;
}

/** One PUT: it may be late, and the store looks at the URL when it begins. */
async function send(world: World, client: Process, sending: Sending): Promise<void> {
  const { scheduler, store, draws } = world;
  const { path, part, url, ask } = sending;
  const bytes = partOf(ask, path, part ?? 0);
  const label = `PUT ${path}${part === undefined ? '' : ` part ${part}`}`;
  const beganMs = await scheduler.gate(
    client,
    { kind: 'client', label: `${label} begins` },
    async () => scheduler.nowMs,
  );
  const arrive = async (): Promise<Sent> =>
    scheduler.nowMs - beganMs > MAX_REQUEST_MS
      ? 'lapsed'
      : putSigned(store, { url, bytes, beganMs });
  const key = `${client.name}:${label}`;
  if (draws.chance(0.08, key, 'late')) {
    // The client gave it up; it arrives all the same, or another one by the same URL does.
    const later = async () => putSigned(store, { url, bytes, beganMs: scheduler.nowMs });
    const run = draws.chance(0.5, key, 'again') ? later : arrive;
    const notBeforeMs = validFromMs(url);
    scheduler.leave({ kind: 'client', label: `${label} late`, key, run }, { notBeforeMs });
    return;
  }
  await scheduler.gate(client, { kind: 'client', label }, arrive);
}
