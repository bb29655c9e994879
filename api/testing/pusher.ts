import { createHash } from 'node:crypto';
import { partPlan } from '../contract/part-rule.ts';
import { numbersIn } from '../contract/ranges.ts';
import type { ReceiptBody, UploadPlanBody, UploadUrlsBody } from '../contract/upload-bodies.ts';

/** What the API answered. */
interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Somebody signed in who can call the API. */
export interface Caller {
  call<Body>(path: string, init?: { method?: string; body?: unknown }): Promise<Answer<Body>>;
}

const PUTS_AT_ONCE = 16;
/** As many as are signed by one call. */
const URLS_AT_ONCE = 1000;

/** Where to push: a book by its id, or a build. */
export type PushTarget =
  | string
  | { readonly platform: string; readonly version: string; readonly channel?: string };

type Bytes = string | Uint8Array;

/** A folder as paths with their bytes. */
export type Content = Readonly<Record<string, Bytes | { readonly executable: Bytes }>>;

export interface PartedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Pushes folders over HTTP, a step at a time. */
export interface Pusher {
  plan<Body = UploadPlanBody>(
    target: PushTarget,
    content: Content,
    more?: object,
  ): Promise<Answer<Body>>;
  /** Sends files of one PUT. @returns the store's statuses */
  send(uploadId: string, content: Content, paths?: readonly string[]): Promise<number[]>;
  /** Sends parts of one file. */
  sendParts(uploadId: string, file: PartedFile, parts: readonly number[]): Promise<number[]>;
  /** Plans, and sends all that is to be sent. @returns the upload's id */
  stage(target: PushTarget, content: Content, more?: object): Promise<string>;
  finalize<Body = ReceiptBody>(uploadId: string): Promise<Answer<Body>>;
  /** All of it. */
  push(target: PushTarget, content: Content, more?: object): Promise<ReceiptBody>;
}

function isExecutable(file: Content[string]): file is { readonly executable: Bytes } {
  return typeof file === 'object' && 'executable' in file;
}

function bytesOf(file: Content[string] = ''): Buffer {
  return Buffer.from(isExecutable(file) ? file.executable : file);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** The hash of the contract: of one part plain, of several S3's composite. */
function wireHash(bytes: Uint8Array): string {
  const plan = partPlan(bytes.length);
  if (!plan) return sha256(bytes).toString('hex');
  const parts = Array.from({ length: plan.parts }, (_, index) =>
    sha256(bytes.subarray(index * plan.partSize, (index + 1) * plan.partSize)),
  );
  return `${sha256(Buffer.concat(parts)).toString('hex')}-${plan.parts}`;
}

/** The `files` of a manifest. */
export function manifestFiles(content: Content) {
  return Object.entries(content).map(([path, file]) => {
    const bytes = bytesOf(file);
    const about = { path, size: bytes.length, sha256: wireHash(bytes) };
    return isExecutable(file) ? { ...about, executable: true } : about;
  });
}

/** Where a manifest is posted, and what it names besides the folder. */
function placeOf(target: PushTarget): { readonly route: string; readonly names: object } {
  if (typeof target === 'string') return { route: `/books/${target}/upload`, names: {} };
  const { platform, ...names } = target;
  return { route: `/apps/${platform}/upload`, names };
}

export function createPusher(desk: Caller): Pusher {
  async function put(
    uploadId: string,
    wanted: object,
    bodyOf: (path: string, part?: number) => Uint8Array,
  ) {
    const { status, body } = await desk.call<UploadUrlsBody>(`/uploads/${uploadId}/urls`, {
      body: wanted,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    const statuses: number[] = [];
    for (let at = 0; at < body.urls.length; at += PUTS_AT_ONCE) {
      const some = body.urls.slice(at, at + PUTS_AT_ONCE);
      const answers = some.map(async ({ url, method, headers, path, part }) => {
        const sent = await fetch(url, { method, headers, body: bodyOf(path, part) as BodyInit });
        await sent.arrayBuffer();
        return sent.status;
      });
      statuses.push(...(await Promise.all(answers)));
    }
    return statuses;
  }
  const pusher: Pusher = {
    plan(target, content, more) {
      const { route, names } = placeOf(target);
      return desk.call(route, { body: { files: manifestFiles(content), ...names, ...more } });
    },
    send: (uploadId, content, paths = Object.keys(content)) =>
      put(uploadId, { files: paths }, (path) => bytesOf(content[path])),
    sendParts(uploadId, { path, bytes }, parts) {
      const size = partPlan(bytes.length)?.partSize ?? bytes.length;
      const slice = (part: number) => bytes.subarray((part - 1) * size, part * size);
      const wanted = parts.map((part) => ({
        path,
        part,
        sha256: sha256(slice(part)).toString('hex'),
      }));
      return put(uploadId, { parts: wanted }, (_, part = 1) => slice(part));
    },
    async stage(target, content, more) {
      const planned = await pusher.plan(target, content, more);
      if (planned.status >= 300) throw new Error(JSON.stringify(planned.body));
      const { upload, send, multipart } = planned.body;
      const inParts = new Set(multipart.map(({ index }) => index));
      const paths = Object.keys(content);
      const whole = [...numbersIn(send)].filter((index) => !inParts.has(index));
      const files = whole.map((index) => paths[index] ?? '');
      for (let at = 0; at < files.length; at += URLS_AT_ONCE) {
        await pusher.send(upload.id, content, files.slice(at, at + URLS_AT_ONCE));
      }
      for (const { index, missing } of multipart) {
        if (missing.length === 0) continue; // its parts have all arrived
        const path = paths[index] ?? '';
        const file = { path, bytes: bytesOf(content[path]) };
        await pusher.sendParts(upload.id, file, [...numbersIn(missing)]);
      }
      return upload.id;
    },
    finalize: (uploadId) => desk.call(`/uploads/${uploadId}/finalize`, { method: 'POST' }),
    async push(target, content, more) {
      const receipt = await pusher.finalize(await pusher.stage(target, content, more));
      if (receipt.status !== 200) throw new Error(JSON.stringify(receipt.body));
      return receipt.body;
    },
  };
  return pusher;
}
