/** The store did not answer: it may, another time. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  /** @param cause where the runtime tells it; browsers do not */
  constructor(host: string, cause?: Error) {
    super(`The store at ${host} did not answer${cause ? `: ${cause.message}` : ''}.`, { cause });
  }
}

/** The store cannot take it now. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds: number | undefined) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The store will not take it, however often it is sent. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';
}

/** The store knows no such multipart upload any more; the manifest is to be posted again. */
export class UploadGoneError extends Error {
  override readonly name = 'UploadGoneError';

  constructor(path: string) {
    super(`The store knows nothing of the upload of ${path} any more.`);
  }
}
