import type { TargetBody } from '../../api/contract/target.ts';
import { bookTitle } from './book-text.ts';

/** What people call what a folder belongs to. */
export function targetTitle(target: TargetBody): string {
  if (target.type === 'book') return bookTitle(target);
  return `app:${target.platform}/${target.version} (${target.channel})`;
}
