const NAME = 'dcs.upload.';

/** Lets one tab alone work on an upload. @returns what gives it free; undefined: another has it */
export function lockUpload(uploadId: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null) => {
      if (lock) return new Promise<void>((free) => resolve(free));
      resolve(undefined);
      return undefined;
    };
    navigator.locks.request(NAME + uploadId, { ifAvailable: true }, held).catch(reject);
  });
}

/** The uploads some tab is working on. */
export async function lockedUploads(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map(({ name = '' }) => name.slice(NAME.length)));
}
