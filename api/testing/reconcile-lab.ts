import { and, desc, eq } from 'drizzle-orm';
import { books } from '../../db/schema/content.ts';
import { files, objects } from '../../db/schema/folders.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { createSha256 } from '../adapters/sha256.ts';
import { createUrlSigner } from '../adapters/url-signer.ts';
import type { Finding } from '../content/reconcile/finding.ts';
import { type ReconcileReport, reconcile } from '../content/reconcile/reconcile.ts';
import type { ReconcileOptions } from '../content/reconcile/reconcile-bucket.ts';
import { hexToBase64 } from '../core/hashes.ts';
import type { Blobs, ContentAddress } from '../core/ports.ts';
import { type LifecycleDesk, openLifecycleDesk } from './lifecycle-desk.ts';
import { startWatchedStore, type WatchedStore } from './watched-store.ts';
import { later } from './work.ts';

/** How a test reconciles. */
export interface LookOptions extends Partial<ReconcileOptions> {
  /** As if so much time had passed. */
  readonly time?: string;
  /** A store that behaves otherwise. */
  readonly blobs?: Blobs;
}

interface Look {
  readonly findings: Finding[];
  readonly report: ReconcileReport;
}

/** A desk with a store of its own, where things can be put and taken away behind the service's back. */
export interface ReconcileLab {
  readonly desk: LifecycleDesk;
  readonly store: WatchedStore;
  readonly blobs: Blobs;
  look(options?: LookOptions): Promise<Look>;
  /** Writes bytes as clients do, so that the store knows their SHA-256. */
  put(at: ContentAddress, text: string): Promise<void>;
  take(at: ContentAddress): Promise<void>;
  /** Where the newest object is that a path of a book has. */
  objectOf(bookId: string, path: string): Promise<ContentAddress>;
  close(): Promise<void>;
}

export async function openReconcileLab(): Promise<ReconcileLab> {
  const store = await startWatchedStore();
  const desk = await openLifecycleDesk(store.access);
  const blobs = createNodeBlobs(store.access);
  const signer = createUrlSigner(store.access);
  return {
    desk,
    store,
    blobs,
    async look({ time = '0', blobs: others = blobs, ...options } = {}) {
      const findings: Finding[] = [];
      const wanted = { fix: false, checksums: false, deepPercent: 0, ...options };
      const watch = {
        onFinding: async (finding: Finding) => void findings.push(finding),
        onProgress() {},
      };
      const report = await later(
        time,
        { database: desk.database, change: { blobs: others } },
        ({ db }) => reconcile({ db, blobs: others, createSha256 }, wanted, watch),
      );
      return { findings, report };
    },
    async put(at, text) {
      const sha256 = createSha256();
      sha256.update(Buffer.from(text));
      const { url, headers } = signer.signPut({
        ...at,
        at: new Date(),
        expiresInSeconds: 60,
        sizeBytes: Buffer.byteLength(text),
        sha256Base64: hexToBase64(sha256.hex()),
      });
      const { status } = await fetch(url, { method: 'PUT', headers, body: text });
      if (status !== 200) throw new Error(`The store answered ${status}.`);
    },
    take: ({ bucket, key }) => blobs.deleteMany(bucket, [key]),
    async objectOf(bookId, path) {
      const [found] = await desk.database.query
        .select({ bucket: objects.bucket, key: objects.key })
        .from(objects)
        .innerJoin(files, eq(files.objectId, objects.id))
        .innerJoin(books, eq(books.folderId, files.folderId))
        .where(and(eq(books.id, bookId), eq(files.path, path)))
        .orderBy(desc(files.addedIn))
        .limit(1);
      if (!found) throw new Error(`Nothing shows ${path}.`);
      return found;
    },
    async close() {
      await desk.database.close();
      await store.stop();
    },
  };
}
