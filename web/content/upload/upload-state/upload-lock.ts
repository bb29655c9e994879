const NAME = 'dcs.upload.';

/** Another tab is working on the upload. */
export class ElsewhereError extends Error {
  override readonly name = 'ElsewhereError';
}

/** Works on an upload while no other tab can. @throws ElsewhereError where one is at it */
export function alone<T>(uploadId: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(NAME + uploadId, { ifAvailable: true }, (lock) => {
    if (!lock) throw new ElsewhereError();
    return work();
  });
}

/** The uploads some tab is working on. */
export async function lockedUploads(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map(({ name = '' }) => name.slice(NAME.length)));
}
