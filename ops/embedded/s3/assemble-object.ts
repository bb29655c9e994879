import type { Checksum, ChecksumAlgorithm } from './checksums.ts';
import { compositeChecksum, makeHasher, multipartEtag } from './checksums.ts';
import type { CompletedPart, Completion } from './completion.ts';
import { S3Error } from './errors.ts';
import type { HandlerContext } from './exchange.ts';
import type { ObjectRecord, PartRecord, Upload } from './store.ts';

const MIN_PART_BYTES = 5 * 1024 * 1024;

function findPart(upload: Upload, asked: CompletedPart): PartRecord {
  const part = upload.parts.get(asked.partNumber);
  const differs = asked.checksums.some(
    ({ algorithm, value }) => algorithm === upload.algorithm && value !== part?.checksum,
  );
  if (part === undefined || part.etag !== asked.etag || differs) {
    throw new S3Error(
      'InvalidPart',
      `Part ${asked.partNumber} could not be found, or its entity tag or checksum differs.`,
    );
  }
  if (needsChecksum(upload) && asked.checksums.length === 0) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created with ${upload.algorithm}: part ${asked.partNumber} needs its checksum.`,
    );
  }
  return part;
}

/** A composite is made of the parts' checksums, so the client must say which it means. */
function needsChecksum(upload: Upload): boolean {
  return upload.algorithm !== null && upload.checksumType === 'COMPOSITE';
}

function checkSizes(parts: PartRecord[], completion: Completion): number {
  for (const part of parts.slice(0, -1)) {
    if (part.blob.sizeBytes < MIN_PART_BYTES) {
      throw new S3Error(
        'EntityTooSmall',
        `Part ${part.partNumber} is smaller than the minimum of ${MIN_PART_BYTES} bytes.`,
      );
    }
  }
  const sizeBytes = parts.reduce((sum, part) => sum + part.blob.sizeBytes, 0);
  if (completion.sizeBytes !== null && completion.sizeBytes !== sizeBytes) {
    throw new S3Error('InvalidRequest', `The parts have ${sizeBytes} bytes together.`);
  }
  return sizeBytes;
}

async function wholeChecksum(
  ctx: HandlerContext,
  parts: PartRecord[],
  algorithm: ChecksumAlgorithm,
): Promise<string> {
  const hasher = makeHasher(algorithm);
  for await (const chunk of ctx.store.readBlobs(parts.map((part) => part.blob))) {
    hasher.update(chunk);
  }
  return hasher.digest().toString('base64');
}

async function checksumOf(
  ctx: HandlerContext,
  upload: Upload,
  parts: PartRecord[],
): Promise<Checksum | null> {
  const { algorithm, checksumType: type } = upload;
  if (algorithm === null) {
    return null;
  }
  const value =
    type === 'FULL_OBJECT'
      ? await wholeChecksum(ctx, parts, algorithm)
      : compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum ?? ''),
        );
  return { algorithm, value, type };
}

/** A claimed composite may leave its `-N` out. */
function agrees(claimed: string, actual: string): boolean {
  return claimed === actual || claimed === actual.replace(/-\d+$/, '');
}

/** Makes the object a completed upload publishes; throws when what was asked does not hold. */
export async function assembleObject(
  ctx: HandlerContext,
  upload: Upload,
  completion: Completion,
): Promise<ObjectRecord> {
  const parts = completion.parts.map((asked) => findPart(upload, asked));
  const sizeBytes = checkSizes(parts, completion);
  const checksum = await checksumOf(ctx, upload, parts);
  for (const { algorithm, value } of completion.checksums) {
    if (checksum?.algorithm !== algorithm || !agrees(value, checksum.value)) {
      throw new S3Error('BadDigest', `The ${algorithm} you specified is not that of the parts.`);
    }
  }
  return {
    sizeBytes,
    etag: multipartEtag(parts.map((part) => part.etag)),
    modifiedAt: ctx.now(),
    headers: upload.headers,
    checksum,
    blobs: parts.map((part) => part.blob),
  };
}
