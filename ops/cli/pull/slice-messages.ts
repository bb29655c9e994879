/** A slice of an object, and the open file it goes to. Made of what can be sent between threads. */
export interface SliceRequest {
  /** Presigned for GET. */
  readonly url: string;
  /** Where it begins, in the object and in the file; the whole object is asked for without. */
  readonly offset?: number;
  readonly size: number;
  /** Open for writing; its number is good in every thread. */
  readonly fd: number;
}

/** To a thread. */
export type SliceOrder =
  | { readonly kind: 'fetch'; readonly id: number; readonly request: SliceRequest }
  | { readonly kind: 'stop'; readonly id: number };

/** From a thread. After `done` and `failed` nothing is written any more. */
export type SliceReply =
  | { readonly kind: 'bytes'; readonly id: number; readonly count: number }
  | { readonly kind: 'done'; readonly id: number; readonly digest: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: SliceFailure };

/** An error, taken apart: classes and members do not survive the way between threads. */
export type SliceFailure =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string | undefined;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'unreachable'; readonly message: string }
  /** A failed system call. */
  | { readonly kind: 'disk'; readonly code: string; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };
