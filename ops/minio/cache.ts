import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The last commit of upstream MinIO, whose repository is archived. Only tests use it; what we ship
 * is the maintained fork with the same API.
 */
export const MINIO_VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';

/** One folder a version. `DCS_CACHE_DIR` replaces `~/.cache/dream-central-storage`. */
export function minioFolder(): string {
  const { DCS_CACHE_DIR } = process.env;
  const cache = DCS_CACHE_DIR || join(homedir(), '.cache', 'dream-central-storage');
  return join(cache, 'minio', MINIO_VERSION);
}

export const MINIO_PROGRAM = process.platform === 'win32' ? 'minio.exe' : 'minio';
