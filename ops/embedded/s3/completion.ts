import type { ChecksumAlgorithm } from './checksums.ts';
import { CHECKSUM_ALGORITHMS, checksumElement, checksumHeader } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './exchange.ts';
import { headerOf } from './exchange.ts';
import { childrenOf, parseXml, textOf } from './xml.ts';

export type CompletedPart = {
  partNumber: number;
  etag: string;
  checksums: { algorithm: ChecksumAlgorithm; value: string }[];
};

/** What CompleteMultipartUpload asks for. `sizeBytes` is null unless x-amz-mp-object-size is sent. */
export type Completion = {
  parts: CompletedPart[];
  checksums: { algorithm: ChecksumAlgorithm; value: string }[];
  sizeBytes: number | null;
};

function collect(read: (algorithm: ChecksumAlgorithm) => string | undefined) {
  return CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = read(algorithm);
    return value === undefined ? [] : [{ algorithm, value }];
  });
}

/** Parses a CompleteMultipartUpload document; throws MalformedXML or InvalidPartOrder. */
export function readCompletion(xml: string, request: S3Request): Completion {
  const root = parseXml(xml, ['CompleteMultipartUpload', 'CompleteMultipartUploadRequest']);
  const parts = childrenOf(root, 'Part').map((part) => ({
    partNumber: Number(textOf(part, 'PartNumber') ?? Number.NaN),
    etag: (textOf(part, 'ETag') ?? '').replaceAll('"', ''),
    checksums: collect((algorithm) => textOf(part, checksumElement(algorithm))),
  }));
  if (parts.length === 0 || parts.some((part) => !Number.isInteger(part.partNumber))) {
    throw new S3Error('MalformedXML', 'You must specify at least one part, each with its number.');
  }
  parts.forEach((part, index) => {
    const previous = parts[index - 1];
    if (previous !== undefined && part.partNumber <= previous.partNumber) {
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
  });
  const size = headerOf(request, 'x-amz-mp-object-size');
  return {
    parts,
    checksums: collect((algorithm) => headerOf(request, checksumHeader(algorithm))),
    sizeBytes: size === undefined ? null : Number(size),
  };
}
