import { readConfig } from '../../../api/adapters/config.ts';
import { contentPorts } from '../../../api/adapters/content-ports.ts';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { createLogger, systemClock, systemIds } from '../../../api/adapters/system.ts';
import { createBook } from '../../../api/content/books/create-book.ts';
import type { ContentContext } from '../../../api/content/context.ts';
import { findBookContent } from '../../../api/content/reading/find-content.ts';
import { restoreRevision } from '../../../api/content/revisions/restore-revision.ts';
import { finalizeUpload } from '../../../api/content/uploads/finalize-upload.ts';
import { planUpload } from '../../../api/content/uploads/plan-upload.ts';
import { bookTarget } from '../../../api/content/uploads/upload-target.ts';
import type { BookManifest } from '../../../api/contract/manifest.ts';
import { manifestDigest } from '../../../api/contract/manifest-digest.ts';
import { compareUtf8 } from '../../../api/contract/utf8.ts';
import type { RequestContext } from '../../../api/core/context.ts';
import type { BlobEntry, Blobs } from '../../../api/core/ports.ts';
import type { BenchDatabase } from '../bench-database.ts';

const PAGE = 1000;
const PATIENCE_MS = 10 * 60_000;

/** Plans and publishes by the product's own verbs. */
export interface Desk {
  createBook(): Promise<string>;
  /** @param arrived paths the store is to list as arrived, with their sizes in bytes */
  publish(bookId: string, manifest: BookManifest, arrived: Arrived): Promise<void>;
  /** Publishes the revision before the current one again. @returns how many files differed */
  rollBack(bookId: string): Promise<number>;
}

export type Arrived = readonly { readonly path: string; readonly size: number }[];

/** The database is real; the store is a list in memory, since its listing is measured apart. */
export function openDesk({ database, admin }: BenchDatabase): Desk {
  const store = { endpoint: 'http://127.0.0.1:1', accessKey: '-', secretKey: '-', region: '-' };
  let listed: Arrived = [];
  const blobs: Blobs = {
    ...createNodeBlobs(store), // not reached but for the list
    list: (_bucket, prefix) => pagesOf(listed, prefix),
  };
  const ctx: ContentContext & RequestContext = {
    actor: { type: 'user', ...admin, role: 'admin' },
    requestId: null,
    address: null,
    db: database.query,
    blobs,
    clock: systemClock,
    ids: systemIds,
    log: createLogger('warn'),
    content: contentPorts(readConfig({}), store),
    outlive: () => {},
    wakeTicks: () => {},
  };
  let books = 0;
  return {
    async createBook() {
      books += 1;
      const names = { publisher: 'Bench', book_name: `Book ${books}` };
      const details = {
        language: 'tr',
        category: 'art',
        version: '1',
        status: 'published',
      } as const;
      return (await createBook(ctx, { ...names, ...details })).id;
    },
    async publish(bookId, manifest, arrived) {
      listed = arrived;
      const manifestSha256 = await manifestDigest(manifest);
      const input = { manifest, manifestSha256, baseRevision: undefined };
      const { upload } = await planUpload(ctx, bookTarget(bookId), input);
      const { receipt } = await finalizeUpload(ctx, { id: upload.id, patienceMs: PATIENCE_MS });
      if (!receipt) throw new Error('It was not published.');
    },
    async rollBack(bookId) {
      const { folderId, headRevision } = await findBookContent(ctx, bookId);
      const wanted = { folderId, revision: headRevision - 1, baseRevision: headRevision };
      return (await restoreRevision(ctx, wanted)).counts.changed;
    },
  };
}

/** What a list tells besides, which publishing does not look at. */
const WRITTEN = { etag: '"0"', modifiedAt: new Date(0) };

/** As S3 lists them. */
export function sorted(files: Arrived): Arrived {
  return [...files].sort((a, b) => compareUtf8(a.path, b.path));
}

async function* pagesOf(files: Arrived, prefix: string): AsyncGenerator<readonly BlobEntry[]> {
  for (let at = 0; at < files.length; at += PAGE) {
    const page = files.slice(at, at + PAGE);
    yield page.map(({ path, size }) => ({ key: prefix + path, sizeBytes: size, ...WRITTEN }));
  }
}
