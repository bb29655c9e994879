import { setTimeout as delay } from 'node:timers/promises';
import type { BookBody } from '../../../api/contract/books.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import { type Call, call } from '../../e2e/http.ts';
import type { BenchFolder } from '../push/folders.ts';
import type { Ground } from '../push/ground.ts';

const NAMES = { publisher: 'Bench', book_name: 'Moving' };
const DETAILS = ['--language', 'tr', '--category', 'science', '--book-version', '1.0'];
const ASK_EVERY_MS = 50;

/** A published book that goes to the trash and back. */
export interface MovableBook {
  /** Of its files as they are streamed, on any replica. */
  readonly path: string;
  /** Asks for its deletion, and resolves when that was answered. */
  askToTrash(): Promise<OperationBody>;
  /** Resolves when the operation is done. @throws when it failed, or moved anything but all files */
  settle(operation: OperationBody): Promise<void>;
  trash(): Promise<void>;
  restore(): Promise<void>;
}

export async function publishMovableBook(
  ground: Ground,
  folder: BenchFolder,
): Promise<MovableBook> {
  const { publisher, book_name } = NAMES;
  await ground.dcs(['push', folder.path, `${publisher}/${book_name}`, '--create', ...DETAILS]);
  const ask = async <Body>(status: number, target: string, init: Call = {}) => {
    const answer = await call<Body>(ground.url, target, { token: ground.token, ...init });
    if (answer.status === status) return answer.body;
    throw new Error(`${target} answered ${answer.status}: ${answer.bytes}`);
  };
  const { items } = await ask<{ items: BookBody[] }>(200, '/books');
  const id = items.find((book) => book.book_name === book_name)?.id;
  const book: MovableBook = {
    path: `/storage/books/${publisher}/${book_name}/`,

    askToTrash: () => ask<OperationBody>(202, `/books/${id}`, { method: 'DELETE' }),

    async settle(operation) {
      let now = operation;
      while (now.state === 'queued' || now.state === 'running') {
        await delay(ASK_EVERY_MS);
        now = await ask<OperationBody>(200, `/operations/${operation.id}`);
      }
      if (now.state === 'done' && now.result?.moved === folder.files) return;
      throw new Error(`It was not moved: ${JSON.stringify(now)}`);
    },

    trash: async () => book.settle(await book.askToTrash()),

    async restore() {
      const trash = await ask<{ items: { id: string }[] }>(200, '/storage/trash');
      const body = { trash_id: trash.items[0]?.id };
      await book.settle(await ask<OperationBody>(202, '/storage/restore', { body }));
    },
  };
  return book;
}
