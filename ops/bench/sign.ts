import { GetObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createUrlSigner } from '../../api/adapters/url-signer.ts';
import type { Bench } from './bench.ts';

/** About a second's work for each side. */
const SIGNER_URLS = 100_000;
const SDK_URLS = 2000;

const STORE = {
  endpoint: 'http://minio:9000',
  region: 'us-east-1',
  accessKey: 'bench-access-key-id',
  secretKey: 'bench-secret-access-key',
};
const PUBLIC_ENDPOINT = 'https://storage.example.com';
const SHA256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const PART_KEY = 'windows/2.4.0/0k3j5h2k1j3h5k2j/FlowBook-setup.exe';
const UPLOAD_ID = 'NmJkYzQ1ZjctYjQ0Mi00NjM4LWI5YzYtYjE5Y2Q2Y2ZkZjQ4LjE2ODk5MTcwNjE';
const RESPONSE = {
  contentType: 'text/html; charset=utf-8',
  contentDisposition: `inline; filename="Unite 1.html"; filename*=UTF-8''%C3%9Cnite%201.html`,
  cacheControl: 'public, max-age=31536000, immutable',
};
const EXPIRES_SECONDS = 900;
const PART_BYTES = 16 * 1024 * 1024;
const UPLOAD_HEADERS = ['host', 'content-length', 'x-amz-checksum-sha256'];

/** Presigned URLs a CPU second, against the AWS SDK's presigner. */
export const signBench: Bench = {
  name: 'sign',
  summary: "presigned URLs a CPU second, against the AWS SDK's presigner",
  async run(measure) {
    const baseline = 'the AWS SDK presigner';
    await measure({
      figure: 'part URLs, length and SHA-256 signed',
      unit: 'URLs',
      per: 'cpu',
      subject: { name: 'url-signer', run: signParts },
      baselines: [{ name: baseline, run: presignParts }],
    });
    await measure({
      figure: 'read URLs, three response headers',
      unit: 'URLs',
      per: 'cpu',
      subject: { name: 'url-signer', run: signReads },
      baselines: [{ name: baseline, run: presignReads }],
    });
  },
};

/** With a space and a letter that must be encoded. */
function readKey(file: number): string {
  return `Acme/Fizik 5/0k3j5h2k1j3h5k2j/units/Ünite ${file}.html`;
}

/** Looks at a URL, so that the engine cannot leave it a rope of pieces never put together. */
function use(url: string): void {
  if (url.charCodeAt(url.length - 1) === 0) throw new Error('That is no URL.');
}

async function signParts(): Promise<number> {
  const signer = createUrlSigner(STORE, { publicEndpoint: PUBLIC_ENDPOINT });
  const same = { bucket: 'apps', key: PART_KEY, at: new Date() } as const;
  for (let part = 1; part <= SIGNER_URLS; part += 1) {
    const { url } = signer.signPart({
      ...same,
      expiresInSeconds: EXPIRES_SECONDS,
      sizeBytes: PART_BYTES,
      sha256Base64: SHA256,
      uploadId: UPLOAD_ID,
      part,
    });
    use(url);
  }
  return SIGNER_URLS;
}

async function presignParts(): Promise<number> {
  const client = sdkClient();
  const signingDate = new Date();
  for (let part = 1; part <= SDK_URLS; part += 1) {
    const command = new UploadPartCommand({
      Bucket: 'apps',
      Key: PART_KEY,
      UploadId: UPLOAD_ID,
      PartNumber: part,
      ContentLength: PART_BYTES,
      ChecksumSHA256: SHA256,
    });
    const url = await getSignedUrl(client, command, {
      expiresIn: EXPIRES_SECONDS,
      signingDate,
      signableHeaders: new Set(UPLOAD_HEADERS),
      unhoistableHeaders: new Set(UPLOAD_HEADERS),
    });
    use(url);
  }
  return SDK_URLS;
}

async function signReads(): Promise<number> {
  const signer = createUrlSigner(STORE, { publicEndpoint: PUBLIC_ENDPOINT });
  const same = { method: 'GET', bucket: 'books', at: new Date(), response: RESPONSE } as const;
  for (let file = 1; file <= SIGNER_URLS; file += 1) {
    use(signer.signRead({ ...same, key: readKey(file), expiresInSeconds: EXPIRES_SECONDS }));
  }
  return SIGNER_URLS;
}

async function presignReads(): Promise<number> {
  const client = sdkClient();
  const signingDate = new Date();
  for (let file = 1; file <= SDK_URLS; file += 1) {
    const command = new GetObjectCommand({
      Bucket: 'books',
      Key: readKey(file),
      ResponseContentType: RESPONSE.contentType,
      ResponseContentDisposition: RESPONSE.contentDisposition,
      ResponseCacheControl: RESPONSE.cacheControl,
    });
    use(await getSignedUrl(client, command, { expiresIn: EXPIRES_SECONDS, signingDate }));
  }
  return SDK_URLS;
}

function sdkClient(): S3Client {
  return new S3Client({
    endpoint: STORE.endpoint,
    region: STORE.region,
    credentials: { accessKeyId: STORE.accessKey, secretAccessKey: STORE.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
