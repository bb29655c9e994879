import { SortedKeys } from './sorted-keys.ts';
import type { Blob, BucketInfo, ObjectRecord, PartRecord, Upload, UploadRecord } from './store.ts';

/** One change of what the store holds; replaying all of them in order rebuilds it. */
export type CatalogEvent =
  | { type: 'bucket_created'; bucket: string; at: number }
  | { type: 'bucket_deleted'; bucket: string }
  | { type: 'object_put'; bucket: string; key: string; object: ObjectRecord }
  | { type: 'object_deleted'; bucket: string; key: string }
  | { type: 'upload_created'; upload: UploadRecord }
  | { type: 'part_put'; id: string; part: PartRecord }
  | { type: 'upload_completed'; id: string; object: ObjectRecord }
  | { type: 'upload_aborted'; id: string };

export type CatalogBucket = {
  info: BucketInfo;
  keys: SortedKeys;
  objects: Map<string, ObjectRecord>;
};

type OpenUpload = UploadRecord & { parts: Map<number, PartRecord> };

/** What the store holds, in memory: buckets, objects in key order, open uploads. */
export class Catalog {
  readonly buckets = new Map<string, CatalogBucket>();
  readonly uploads = new Map<string, OpenUpload>();

  /** Makes a change and answers the blobs nothing refers to any more. */
  apply(event: CatalogEvent): Blob[] {
    switch (event.type) {
      case 'bucket_created':
        this.buckets.set(event.bucket, {
          info: { name: event.bucket, createdAt: event.at },
          keys: new SortedKeys(),
          objects: new Map(),
        });
        return [];
      case 'bucket_deleted':
        return this.#dropBucket(event.bucket);
      case 'object_put':
        return this.#put(event.bucket, event.key, event.object);
      case 'object_deleted':
        return this.#delete(event.bucket, event.key);
      case 'upload_created':
        this.uploads.set(event.upload.id, { ...event.upload, parts: new Map() });
        return [];
      case 'part_put':
        return this.#putPart(event.id, event.part);
      case 'upload_completed':
        return this.#complete(event.id, event.object);
      case 'upload_aborted':
        return this.#dropUpload(event.id);
    }
  }

  /** The shortest history that leads here. */
  *snapshot(): Generator<CatalogEvent> {
    for (const [bucket, { info, objects }] of this.buckets) {
      yield { type: 'bucket_created', bucket, at: info.createdAt };
      for (const [key, object] of objects) {
        yield { type: 'object_put', bucket, key, object };
      }
    }
    for (const { parts, ...upload } of this.uploads.values()) {
      yield { type: 'upload_created', upload };
      for (const part of parts.values()) {
        yield { type: 'part_put', id: upload.id, part };
      }
    }
  }

  /** Every blob an object or a part refers to. */
  *blobs(): Generator<Blob> {
    for (const { objects } of this.buckets.values()) {
      for (const object of objects.values()) {
        yield* object.blobs;
      }
    }
    for (const upload of this.uploads.values()) {
      yield* partBlobs(upload);
    }
  }

  #put(bucket: string, key: string, object: ObjectRecord): Blob[] {
    const { keys, objects } = this.#bucket(bucket);
    const previous = objects.get(key);
    objects.set(key, object);
    if (previous === undefined) {
      keys.add(key);
    }
    return previous?.blobs ?? [];
  }

  #delete(bucket: string, key: string): Blob[] {
    const { keys, objects } = this.#bucket(bucket);
    const previous = objects.get(key);
    objects.delete(key);
    keys.delete(key);
    return previous?.blobs ?? [];
  }

  #putPart(id: string, part: PartRecord): Blob[] {
    const { parts } = this.#upload(id);
    const previous = parts.get(part.partNumber);
    parts.set(part.partNumber, part);
    return previous === undefined ? [] : [previous.blob];
  }

  #complete(id: string, object: ObjectRecord): Blob[] {
    const { bucket, key } = this.#upload(id);
    const used = new Set(object.blobs.map((blob) => blob.id));
    const unused = this.#dropUpload(id).filter((blob) => !used.has(blob.id));
    return [...unused, ...this.#put(bucket, key, object)];
  }

  #dropUpload(id: string): Blob[] {
    const upload = this.#upload(id);
    this.uploads.delete(id);
    return partBlobs(upload);
  }

  #dropBucket(bucket: string): Blob[] {
    const { objects } = this.#bucket(bucket);
    this.buckets.delete(bucket);
    const uploads = [...this.uploads.values()].filter((upload) => upload.bucket === bucket);
    return [
      ...[...objects.values()].flatMap((object) => object.blobs),
      ...uploads.flatMap((upload) => this.#dropUpload(upload.id)),
    ];
  }

  #bucket(name: string): CatalogBucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) {
      throw new Error(`The journal names bucket ${name}, which it never created.`);
    }
    return bucket;
  }

  #upload(id: string): OpenUpload {
    const upload = this.uploads.get(id);
    if (upload === undefined) {
      throw new Error(`The journal names upload ${id}, which it never created.`);
    }
    return upload;
  }
}

function partBlobs(upload: Upload): Blob[] {
  return [...upload.parts.values()].map((part) => part.blob);
}
