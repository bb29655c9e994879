import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { DcsError } from '../core/errors.ts';
import type { BlobAddress, BlobPartCopy, Blobs } from '../core/ports.ts';
import { isNamed, sent, sentIfThere, statusOf, unavailable } from './s3-errors.ts';
import { SLOW } from './s3-patience.ts';
import type { QuickCopy } from './s3-quick-copy.ts';
import { encodeObjectKey } from './sigv4-encoding.ts';

type CopyBlobs = Pick<Blobs, 'copy' | 'createCopyMultipart' | 'copyPart' | 'completeCopyMultipart'>;

/**
 * Copies within the store, by which no byte comes here (S3 API, CopyObject and UploadPartCopy). The
 * multipart uploads have no checksum algorithm: MinIO refuses to copy into one that has.
 */
export function copyBlobs(client: S3Client, quickCopy: QuickCopy): CopyBlobs {
  return {
    async copy(from, to, etag) {
      const quick = await quickCopy(from, to, etag);
      if (quick !== undefined) return quick;
      const command = new CopyObjectCommand({ ...address(to), ...source(from, etag) });
      const answer = await copied(client.send(command, SLOW), from);
      return answer && etagOf(answer.CopyObjectResult, 'CopyObject');
    },

    async createCopyMultipart(to) {
      const { UploadId } = await sent(client.send(new CreateMultipartUploadCommand(address(to))));
      if (!UploadId) throw unavailable(new Error('CreateMultipartUpload gave no id.'));
      return UploadId;
    },

    async copyPart({ from, etag, to, multipartId, number, offset, sizeBytes }: BlobPartCopy) {
      const command = new UploadPartCopyCommand({
        ...address(to),
        ...source(from, etag),
        UploadId: multipartId,
        PartNumber: number,
        CopySourceRange: `bytes=${offset}-${offset + sizeBytes - 1}`,
      });
      const answer = await copied(client.send(command, SLOW), from);
      return answer && etagOf(answer.CopyPartResult, 'UploadPartCopy');
    },

    async completeCopyMultipart(to, multipartId, etags) {
      const command = new CompleteMultipartUploadCommand({
        ...address(to),
        UploadId: multipartId,
        MultipartUpload: {
          Parts: etags.map((ETag, index) => ({ PartNumber: index + 1, ETag })),
        },
      });
      const completed = await sentIfThere(client.send(command, SLOW), 'NoSuchUpload');
      return completed && etagOf(completed, 'CompleteMultipartUpload');
    },
  };
}

/** Answers undefined where the source or the multipart upload is gone; a missing bucket is an error. */
async function copied<T>(work: Promise<T>, { bucket, key }: BlobAddress): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isNamed(error, 'NoSuchKey', 'NoSuchUpload')) return undefined;
    if (statusOf(error) !== 412) throw unavailable(error);
    // A key is written once, so this is damage.
    const detail = `The object store holds something else at ${bucket}/${key} than was written there.`;
    throw new DcsError('internal', { detail, cause: error });
  }
}

function etagOf(answer: { ETag?: string | undefined } | undefined, request: string): string {
  if (!answer?.ETag) throw unavailable(new Error(`${request} gave no ETag.`));
  return answer.ETag;
}

function source({ bucket, key }: BlobAddress, etag: string | undefined) {
  return { CopySource: `${bucket}/${encodeObjectKey(key)}`, CopySourceIfMatch: etag };
}

function address({ bucket, key }: BlobAddress) {
  return { Bucket: bucket, Key: key };
}
