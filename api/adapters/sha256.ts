import { createHash } from 'node:crypto';

/** A SHA-256 made from pieces, in lower-case hex. */
export function createSha256() {
  const running = createHash('sha256');
  return {
    update(bytes: Uint8Array): void {
      running.update(bytes);
    },
    hex: () => running.digest('hex'),
  };
}
