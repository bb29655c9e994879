import type { UploadText } from '../../../i18n/en/uploads.ts';
import type { UploadTarget } from '../upload-target.ts';

/** What an upload is called in the tray. */
export function uploadTitle(target: UploadTarget, words: UploadText): string {
  if (target.type === 'book') return target.bookName;
  return `${words.platforms[target.platform]} ${target.version}`;
}
