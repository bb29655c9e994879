import { BOOK_RULES, buildRules, type ManifestRules } from '../../contract/manifest-rules.ts';
import type { TargetBody } from '../../contract/target.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { lockBook } from '../books/book-row.ts';
import { lockBuild, type WantedBuild } from '../builds/lock-build.ts';
import { type FolderRow, lockBookFolder } from '../folders/folder-row.ts';
import { bookAsTarget } from '../targets/book-target.ts';
import { buildAsTarget } from '../targets/build-target.ts';
import { requireOutOfTrash, type Target } from '../targets/target.ts';

/** What an upload goes to. */
export interface UploadTarget {
  readonly rules: ManifestRules;
  /** @throws DcsError when it is not there, or cannot be uploaded to now */
  lock(ctx: Context, tx: Tx): Promise<LockedTarget>;
}

export interface LockedTarget {
  readonly folder: FolderRow;
  /** As on the wire. */
  readonly target: TargetBody;
}

/** @throws (from `lock`) DcsError `book.not_found` | `book.in_trash` */
export function bookTarget(bookId: string): UploadTarget {
  return {
    rules: BOOK_RULES,
    async lock(ctx, tx) {
      const book = await lockBook(tx, bookId);
      const target = accepting(bookAsTarget(book));
      return { folder: await lockBookFolder(tx, ctx.ids, book), target };
    },
  };
}

/** @throws (from `lock`) DcsError `request.invalid` at `/version` | `build.channel_mismatch` */
export function buildTarget(wanted: WantedBuild): UploadTarget {
  return {
    rules: buildRules(wanted.platform),
    async lock(ctx, tx) {
      const { build, folder } = await lockBuild(tx, ctx.ids, wanted);
      return { folder, target: accepting(buildAsTarget(build)) };
    },
  };
}

function accepting(target: Target): TargetBody {
  requireOutOfTrash(target);
  return target.body;
}
