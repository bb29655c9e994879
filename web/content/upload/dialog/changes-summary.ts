import type { UploadText } from '../../../i18n/en/uploads.ts';
import type { Format } from '../../../i18n/format.ts';
import type { Changes } from '../review/review.ts';

/** Whether the folder is as what is there. */
export function isNothing({ added, changed, removed, directories }: Changes): boolean {
  return added + changed + removed + directories === 0;
}

/** What would change, in one line and without what is none. */
export function summaryOf(changes: Changes, words: UploadText, format: Format): string {
  if (isNothing(changes)) return words.nothingToDo;
  const { count, bytes } = format;
  const told = [
    [changes.added, words.added],
    [changes.changed, words.changed],
    [changes.removed, words.removed],
    [changes.unchanged, words.unchanged],
    [changes.directories, (text: string) => words.directories(changes.directories, text)],
  ] as const;
  const parts = told.filter(([number]) => number > 0).map(([number, tell]) => tell(count(number)));
  return [...parts, words.toSend(bytes(changes.sendBytes))].join(', ');
}
