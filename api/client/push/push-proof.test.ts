import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signUploadUrls } from '../../contract/uploads.ts';
import { expectPublished, openPushLab, type PushLab } from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const big = randomBytes(17 * MIB);
const content = { 'a.txt': 'right bytes', 'big.bin': big };

interface Signed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a body may be, other than the bytes that were signed. */
type Spoil = (signed: Signed, bytes: Uint8Array) => Promise<unknown>;

async function put({ url, headers }: Signed, body: Uint8Array) {
  const answer = await fetch(url, { method: 'PUT', headers, body: body as BodyInit });
  return [answer.status, /<Code>(\w+)</.exec(await answer.text())?.[1]];
}

/** Says it has all of the bytes, sends half of them, and hangs up. */
function putHalf({ url, headers }: Signed, bytes: Uint8Array): Promise<undefined> {
  return new Promise((resolve) => {
    const length = { 'content-length': bytes.length };
    const sending = request(url, { method: 'PUT', headers: { ...headers, ...length } });
    sending.on('error', () => {});
    sending.on('close', () => resolve(undefined));
    sending.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => sending.destroy());
  });
}

const SPOILS: [string, Spoil, unknown][] = [
  [
    'other bytes',
    (signed, bytes) =>
      put(
        signed,
        bytes.map((byte) => byte ^ 1),
      ),
    [400, 'XAmzContentChecksumMismatch'],
  ],
  [
    'fewer bytes',
    (signed, bytes) => put(signed, bytes.subarray(1)),
    [403, 'SignatureDoesNotMatch'],
  ],
  [
    'more bytes',
    (signed, bytes) => put(signed, Buffer.concat([bytes, Buffer.from('.')])),
    [403, 'SignatureDoesNotMatch'],
  ],
  ['half of the bytes', putHalf, undefined],
];

interface Piece {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly wanted: Parameters<typeof signUrls>[1];
  /** What finalize says is missing. */
  readonly entry: object;
}

const PIECES: Piece[] = [
  {
    name: 'a.txt',
    bytes: Buffer.from(content['a.txt']),
    wanted: { files: ['a.txt'] },
    entry: { code: 'upload.file_missing', path: 'a.txt' },
  },
  {
    name: 'big.bin#2',
    bytes: big.subarray(16 * MIB),
    wanted: {
      parts: [
        {
          path: 'big.bin',
          part: 2,
          sha256: createHash('sha256')
            .update(big.subarray(16 * MIB))
            .digest('hex'),
        },
      ],
    },
    entry: { code: 'upload.part_missing', path: 'big.bin', parts: [[2, 2]] },
  },
];

async function signUrls(
  uploadId: string,
  body: { files?: string[]; parts?: { path: string; part: number; sha256: string }[] },
): Promise<Signed> {
  const params = { upload_id: uploadId };
  const [signed] = (await lab.api.call(signUploadUrls, { params, body })).body.urls;
  if (!signed) throw new Error('Nothing was signed.');
  return signed;
}

/** Plans the folder, and sends all of it but this piece. */
async function sendAllBut(piece: Piece) {
  const bookId = await lab.makeBook();
  const { upload } = (await lab.other.plan(bookId, content)).body;
  const parts = piece.name === 'big.bin#2' ? [1] : [1, 2];
  if (piece.name !== 'a.txt') await lab.other.send(upload.id, content, ['a.txt']);
  await lab.other.sendParts(upload.id, { path: 'big.bin', bytes: big }, parts);
  return { bookId, uploadId: upload.id };
}

describe.each(PIECES)('of $name', (piece) => {
  test.each(SPOILS)('%s are refused by the store, and are missing', async (_, spoil, answer) => {
    const { bookId, uploadId } = await sendAllBut(piece);
    lab.takePuts();
    const signed = await signUrls(uploadId, piece.wanted);
    expect(await spoil(signed, piece.bytes)).toEqual(answer);
    await lab.until(() => lab.store.requests.some((one) => pieceOf(one) === piece.name));
    expect(lab.takePuts()).toEqual([]);
    expect(await lab.other.finalize(uploadId)).toMatchObject({
      status: 409,
      body: { code: 'upload.incomplete', errors: [piece.entry], errors_total: 1 },
    });
    expect((await lab.uploadOf(uploadId)).upload.state).toBe('open');

    expect(await put(signed, piece.bytes)).toEqual([200, undefined]);
    expect(lab.takePuts()).toEqual([piece.name]);
    expect((await lab.other.finalize(uploadId)).status).toBe(200);
    await expectPublished(lab, bookId, content);
  });
});
