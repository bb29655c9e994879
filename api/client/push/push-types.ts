import type {
  ReceiptBody,
  UploadPlanBody,
  UploadPreviewBody,
} from '../../contract/upload-bodies.ts';

/** Where a folder is pushed to. */
export type PushTarget =
  | { readonly type: 'book'; readonly bookId: string }
  | {
      readonly type: 'build';
      readonly platform: string;
      readonly version: string;
      readonly channel?: string;
    };

export interface PushOptions {
  readonly target: PushTarget;
  /** `replace` unless given: what the folder does not hold is removed. */
  readonly mode?: 'replace' | 'merge';
  /** Merge only: files and folders to drop first. */
  readonly remove?: readonly string[];
  /** The revision the caller saw; another current one is a conflict. */
  readonly baseRevision?: number;
  /** Called on every change of what is going on; cheap enough to be called a thousand times a second. */
  readonly onEvent?: (event: PushEvent) => void;
}

export const PUSH_PHASES = ['walking', 'hashing', 'planning', 'sending', 'finalizing'] as const;
export type PushPhase = (typeof PUSH_PHASES)[number];

/** How far the phase is. Totals grow while walking; `sending` counts only what is sent. */
export interface PushProgress {
  readonly phase: PushPhase;
  readonly files: { readonly done: number; readonly total: number };
  /** Bytes. Bytes sent in vain are taken back, so `done` may fall. */
  readonly bytes: { readonly done: number; readonly total: number };
}

export type PushEvent =
  | { readonly type: 'progress'; readonly progress: PushProgress }
  /** The answer to the manifest; again after a conflict. */
  | { readonly type: 'planned'; readonly plan: UploadPlanBody }
  /** A file has arrived whole. */
  | { readonly type: 'sent'; readonly path: string }
  /** Something failed and is tried again by itself. */
  | {
      readonly type: 'retrying';
      /** A path, or undefined for a call of the API. */
      readonly path: string | undefined;
      /** For people. */
      readonly reason: string;
      readonly delayMs: number;
    }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' };

/** A push under way. */
export interface Push {
  /** Walks, hashes, plans, sends what is missing, and publishes. Call it once. */
  run(): Promise<ReceiptBody>;
  /** Walks and hashes, and asks what a push would change. Stores nothing. */
  preview(limit?: number): Promise<UploadPreviewBody>;
  /** Lets nothing more go out; what is under way is dropped and sent again on resume. */
  pause(): void;
  resume(): void;
  /** Stops here; `run` rejects with the reason. What was sent stays, and pushing again goes on. */
  stop(reason?: unknown): void;
  /** Stops, and gives the upload up at the server: what was sent is deleted. */
  cancel(): Promise<void>;
}
