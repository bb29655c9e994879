import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type Part,
  type S3Client,
} from '@aws-sdk/client-s3';
import { base64ToHex, compositeToWire, hexToBase64 } from '../core/hashes.ts';
import type { BlobAddress, BlobPart, Blobs } from '../core/ports.ts';
import { isNamed, sent, sentIfThere, unavailable } from './s3-errors.ts';
import { SLOW } from './s3-patience.ts';

type MultipartBlobs = Pick<
  Blobs,
  'createMultipart' | 'listParts' | 'completeMultipart' | 'abortMultipart'
>;

/** Multipart uploads whose parts and whole are proven by SHA-256 (S3 API, ChecksumType COMPOSITE). */
export function multipartBlobs(client: S3Client): MultipartBlobs {
  return {
    async createMultipart(at) {
      const command = new CreateMultipartUploadCommand({
        ...address(at),
        ChecksumAlgorithm: 'SHA256',
      });
      const { UploadId } = await sent(client.send(command));
      if (!UploadId) throw unavailable(new Error('CreateMultipartUpload gave no id.'));
      return UploadId;
    },

    async listParts(at, multipartId) {
      const parts: BlobPart[] = [];
      try {
        for await (const page of partPages(client, at, multipartId)) {
          parts.push(...page.flatMap(provenPart));
        }
      } catch (error) {
        if (isNamed(error, 'NoSuchUpload')) return undefined;
        throw unavailable(error);
      }
      return parts;
    },

    async completeMultipart(at, multipartId, parts) {
      const command = new CompleteMultipartUploadCommand({
        ...address(at),
        UploadId: multipartId,
        MultipartUpload: {
          Parts: parts.map(({ number, etag, sha256 }) => ({
            PartNumber: number,
            ETag: etag,
            ChecksumSHA256: hexToBase64(sha256),
          })),
        },
      });
      const completed = await sentIfThere(client.send(command, SLOW), 'NoSuchUpload');
      if (!completed) return undefined;
      const { ChecksumSHA256 } = completed;
      if (!ChecksumSHA256) throw unavailable(new Error('CompleteMultipartUpload gave no SHA-256.'));
      return compositeToWire(ChecksumSHA256);
    },

    async abortMultipart(at, multipartId) {
      const command = new AbortMultipartUploadCommand({ ...address(at), UploadId: multipartId });
      await sentIfThere(client.send(command), 'NoSuchUpload');
    },
  };
}

/** Not the SDK's paginator: it goes on while a marker is given, and stores give one on the last page. */
async function* partPages(
  client: S3Client,
  at: BlobAddress,
  multipartId: string,
): AsyncGenerator<readonly Part[]> {
  let marker: string | undefined;
  do {
    const page: ListPartsCommandOutput = await client.send(
      new ListPartsCommand({
        ...address(at),
        UploadId: multipartId,
        ...(marker === undefined ? {} : { PartNumberMarker: marker }),
      }),
    );
    yield page.Parts ?? [];
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
}

/** A part the store proved; one without a SHA-256 counts as not there. */
function provenPart({ PartNumber, Size = 0, ETag, ChecksumSHA256 }: Part): BlobPart[] {
  if (!PartNumber || !ETag || !ChecksumSHA256) return [];
  return [{ number: PartNumber, sizeBytes: Size, etag: ETag, sha256: base64ToHex(ChecksumSHA256) }];
}

function address({ bucket, key }: BlobAddress) {
  return { Bucket: bucket, Key: key };
}
