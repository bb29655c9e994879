import { base64ToHex } from '../../api/core/hashes.ts';
import type { ReadToSign, UploadToSign, UrlSigner } from '../../api/core/ports.ts';
import type { Bytes, MemoryStore } from './memory-store.ts';

/** S3 takes what was signed for the near future, since clocks differ. */
const AHEAD_MS = 15 * 60_000;

interface Signed extends Omit<UploadToSign, 'at'> {
  readonly atMs: number;
  readonly part?: { readonly number: number; readonly multipartId: string };
}

/** Signs by writing down what was signed. */
export const plainSigner: UrlSigner = {
  signPut: (upload) => ({ url: JSON.stringify(signed(upload)), headers: {} }),
  signPart({ uploadId, part, ...upload }) {
    const url = { ...signed(upload), part: { number: part, multipartId: uploadId } };
    return { url: JSON.stringify(url), headers: {} };
  },
  signRead: (read) => JSON.stringify(signed(read)),
};

function signed<Wanted extends UploadToSign | ReadToSign>({ at, ...wanted }: Wanted) {
  return { ...wanted, atMs: at.getTime() };
}

/** What a client's PUT comes to: `refused` for good, `lapsed` so that another URL helps. */
export type Sent = 'stored' | 'refused' | 'lapsed' | 'no multipart';

/** A PUT as it comes to the store. */
export interface Put {
  readonly url: string;
  readonly bytes: Bytes;
  /** When it began, which is when the store looks at its URL. */
  readonly beganMs: number;
}

/** From when on the store takes what is signed. */
export function validFromMs(url: string): number {
  return (JSON.parse(url) as Signed).atMs - AHEAD_MS;
}

/** What the store answers. */
export function putSigned(store: MemoryStore, { url, bytes, beganMs }: Put): Sent {
  const upload = JSON.parse(url) as Signed; // written by the signer above
  const isTimely =
    beganMs >= upload.atMs - AHEAD_MS && beganMs <= upload.atMs + upload.expiresInSeconds * 1000;
  if (!isTimely) return 'lapsed';
  const isWanted =
    bytes.sizeBytes === upload.sizeBytes && bytes.sha256 === base64ToHex(upload.sha256Base64);
  if (!isWanted) return 'refused';
  const { part } = upload;
  if (part) {
    return store.putPart(part.multipartId, part.number, bytes) ? 'stored' : 'no multipart';
  }
  store.put(upload, bytes);
  return 'stored';
}
