import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function socketPath(dir: string): string {
  const name = `dcs-s3-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

/**
 * Keeps a second server off `dir`, since two would corrupt it. The claim is a listening socket, not
 * a file with a process id: it ends with its process even by kill -9, and ids are reused.
 * Answers a function that gives the claim up. Throws when another process holds it.
 */
export async function claimDirectory(dir: string): Promise<() => Promise<void>> {
  const path = socketPath(dir);
  let server: Server;
  try {
    server = await listen(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw cause;
    }
    if (await answers(path)) {
      throw new Error(`${dir} is in use by another running S3 server.`, { cause });
    }
    await rm(path, { force: true });
    server = await listen(path);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}
