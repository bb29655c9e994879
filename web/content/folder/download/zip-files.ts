import { makeZip } from 'client-zip';
import type { ManifestBody } from '../../../../api/contract/read-manifest.ts';
import { MAX_READ_URLS } from '../../../../api/contract/read-urls.ts';
import type { ContentFolder } from '../content-folder.ts';
import { fetchFromStore } from '../fetch-from-store.ts';

/** Answers that are waited for while another is written: small files would cost a round trip each. */
const AHEAD = 6;
const MODE = { plain: 0o100644, executable: 0o100755, link: 0o120777 } as const;

export interface ZipProgress {
  readonly files: number;
  /** Bytes of the files, so far. */
  readonly size: number;
}

export interface ZipOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ZipProgress) => void;
}

type ManifestFile = ManifestBody['files'][number];

interface Fetched {
  readonly file: ManifestFile;
  readonly answer: Promise<Response>;
}

/**
 * A zip of what a revision holds, made as it is read: nothing is compressed, nothing waits in memory.
 * Links and what can be executed stay so.
 * @throws (when read) when a file does not come whole
 */
export function zipFiles(
  folder: ContentFolder,
  content: ManifestBody,
  { signal, onProgress }: ZipOptions,
): ReadableStream<Uint8Array> {
  let files = 0;
  let size = 0;

  function counted(body: ReadableStream<Uint8Array>, file: ManifestFile) {
    let seen = 0;
    return body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          seen += chunk.length;
          size += chunk.length;
          onProgress({ files, size });
          controller.enqueue(chunk);
        },
        flush() {
          if (seen !== file.size) throw new Error(`${file.path}: ${seen} / ${file.size}`);
          files += 1;
          onProgress({ files, size });
        },
      }),
    );
  }

  async function* entries() {
    for (const path of content.directories) yield { name: `${path}/` };
    for (const { path, target } of content.links) {
      yield { name: path, input: target, mode: MODE.link };
    }
    for await (const { file, answer } of fetchAhead(signed(folder, content), signal)) {
      const { body } = await answer;
      const mode = file.executable ? MODE.executable : MODE.plain;
      const input = counted(body ?? new Blob().stream(), file);
      yield { name: file.path, size: file.size, mode, input };
    }
  }

  return makeZip(entries());
}

/** The files with their URLs, as many at once as the API signs. */
async function* signed(folder: ContentFolder, { files, revision }: ManifestBody) {
  for (let at = 0; at < files.length; at += MAX_READ_URLS) {
    const some = files.slice(at, at + MAX_READ_URLS);
    const urls = await folder.signedUrls(
      some.map(({ path }) => path),
      revision,
    );
    for (const [index, file] of some.entries()) yield { file, url: urls[index]?.url ?? '' };
  }
}

async function* fetchAhead(
  wanted: AsyncIterable<{ readonly file: ManifestFile; readonly url: string }>,
  signal: AbortSignal,
): AsyncGenerator<Fetched> {
  const waiting: Fetched[] = [];
  for await (const { file, url } of wanted) {
    const answer = fetchFromStore(url, { signal });
    answer.catch(() => {}); // told when its turn comes
    waiting.push({ file, answer });
    const first = waiting.length > AHEAD ? waiting.shift() : undefined;
    if (first) yield first;
  }
  yield* waiting;
}
