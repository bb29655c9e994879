import { open } from 'node:fs/promises';

/** fsyncs a directory, so that a name just made in it survives a power cut. Windows cannot: skipped. */
export async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EINVAL') {
      throw error;
    }
  } finally {
    await handle.close();
  }
}
