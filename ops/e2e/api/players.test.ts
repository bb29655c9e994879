import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import { createPusher } from '../../../api/testing/pusher.ts';
import { type Desk, openDesk } from '../desk.ts';

const run = promisify(execFile);

const RATE = 8000;
const SECONDS = 4;
const FILE = 'audio/la 440 Hz.wav';

const HAS_CURL = await isInstalled('curl');
const HAS_FFPROBE = await isInstalled('ffprobe');
const ON_MINIO = process.env.DCS_E2E_STORE === 'minio';

/** Called without arguments, such a program says how to call it. */
async function isInstalled(program: string): Promise<boolean> {
  try {
    await run(program);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
  return true;
}

let desk: Desk;
let book: BookBody;
const wave = sine();
beforeAll(async () => {
  desk = await openDesk();
  book = await desk.create();
  const pusher = createPusher({ call: (target, init) => desk.ask(target, init) });
  await pusher.push(book.id, { [FILE]: wave });
});

/** A WAVE file of 16 bits, one channel: http://soundfile.sapp.org/doc/WaveFormat/ */
function sine(): Buffer {
  const samples = RATE * SECONDS;
  const file = Buffer.alloc(44 + 2 * samples);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples, 40);
  for (let at = 0; at < samples; at += 1) {
    file.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * at) / RATE)), 44 + 2 * at);
  }
  return file;
}

function streamPath(): string {
  const names = [book.publisher, book.book_name, ...FILE.split('/')];
  return `/storage/books/${names.map(encodeURIComponent).join('/')}`;
}

describe('a player', () => {
  it.skipIf(!HAS_CURL)('such as curl follows the redirect with a range, and gets 206', async () => {
    const args = ['-sS', '-L', '--max-redirs', '1', '-H', `Authorization: Bearer ${desk.token}`];
    const range = ['-H', 'Range: bytes=44-1043', '-w', '%{stderr}%{http_code} %{num_redirects}'];
    const { stdout, stderr } = await run(
      'curl',
      [...args, ...range, inject('target').baseUrl + streamPath()],
      {
        encoding: 'buffer',
      },
    );
    expect(stderr.toString()).toBe('206 1');
    expect(stdout.equals(wave.subarray(44, 1044))).toBe(true);
  });

  it.skipIf(!HAS_FFPROBE)(
    'such as ffprobe plays what the redirect names, and seeks in it',
    async () => {
      const { body } = await desk.ask<{ url: string }>(`${streamPath()}?redirect=false`);
      expect(await probe([], body.url)).toEqual({
        seconds: SECONDS,
        bytes: wave.length,
        soughtTo: 3,
      });
    },
  );

  // It sends the header on to the store, where MinIO refuses it beside a signature; in front of such a
  // store stands a proxy that drops it.
  it.skipIf(!HAS_FFPROBE || ON_MINIO)(
    'such as ffprobe follows the redirect by itself',
    async () => {
      const headers = ['-headers', `Authorization: Bearer ${desk.token}\r\n`];
      const { baseUrl } = inject('target');
      expect(await probe(headers, baseUrl + streamPath())).toMatchObject({ bytes: wave.length });
    },
  );
});

/** What ffprobe makes of it, and the time of the first packet it reads when it is told to go to 3 s. */
async function probe(options: readonly string[], url: string) {
  const entries = 'format=duration,size:packet=pts_time';
  const seek = ['-read_intervals', '3%+#1', '-show_entries', entries, '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...options, ...seek, url]);
  const { format, packets } = JSON.parse(stdout);
  const soughtTo = Math.round(Number(packets[0].pts_time));
  return { seconds: Number(format.duration), bytes: Number(format.size), soughtTo };
}
