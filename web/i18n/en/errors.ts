import type { ErrorCode, ManifestErrorCode } from '../../../api/contract/errors.ts';

/** What the API's codes mean to people, and what to do; what is not here is told in the API's own words. */
const codes: Partial<Record<ErrorCode, string>> = {
  'auth.bad_credentials': 'Email or password is wrong. Check both, and try again.',
  'auth.wrong_password': 'The current password is wrong.',
  'auth.refresh_invalid': 'Your session has ended. Sign in again.',
  'auth.forbidden': 'Your role does not allow this.',
  'user.exists': 'There is a user with this email already.',
  'user.is_yourself': 'You cannot do that to yourself. Ask another admin.',
  'book.not_found': 'There is no such book. It may have been destroyed for good.',
  'book.exists': 'This publisher has a book of that name already. Choose another name.',
  'book.busy': 'The book is being moved. Wait until that is done, and try again.',
  'book.uploads_open': 'An upload to this book is open. Finish it or cancel it, and try again.',
  'book.in_trash': 'The book is in the trash. Restore it first.',
  'build.in_trash': 'The build is in the trash. Restore it first.',
  'build.not_found': 'There is no such build.',
  'trash.name_taken': 'Its name was taken in the meantime. Restore it under another name.',
  'trash.purging': 'It is being destroyed and cannot be restored any more.',
  'trash.restoring': 'It is being restored.',
  'trash.not_found': 'It is not in the trash any more.',
  'request.precondition_failed': 'Somebody else changed it in the meantime.',
  'storage.not_found': 'There is nothing here to read. It may have been hidden or removed.',
  'storage.unavailable': 'The file storage cannot be reached. Try again in a moment.',
  'database.unavailable': 'The service cannot reach its database. Try again in a moment.',
  'revision.not_found': 'That revision is not kept any more.',
};

/** What is wrong with a file or folder of an upload, and what to do. Figures come formatted. */
const manifest: Record<ManifestErrorCode, (quota: { limit: string; actual: string }) => string> = {
  'manifest.empty': () => 'The folder holds no files. Is it the right one?',
  'manifest.invalid_unicode': () => 'The name has half a character. Rename it.',
  'manifest.control_character': () =>
    'The name has a control character, which is not seen. Rename it.',
  'manifest.bidi_control': () =>
    'The name has a hidden character that changes the direction of writing. Rename it.',
  'manifest.absolute_path': () => 'The path does not begin in the folder. Rename it.',
  'manifest.dot_segment': () => 'A name cannot be “.” or “..”. Rename it.',
  'manifest.empty_segment': () => 'A name is empty. Rename it.',
  'manifest.windows_character': () =>
    'Windows cannot hold a name with any of < > : " | ? * \\. Rename it without.',
  'manifest.windows_name': () =>
    'Windows keeps names such as CON, AUX, NUL or COM1 for itself. Rename it.',
  'manifest.trailing_dot_or_space': () =>
    'Windows cannot hold a name that ends in a dot or a space. Rename it.',
  'manifest.segment_too_long': () => 'The name is too long. Shorten it.',
  'manifest.path_too_long': () =>
    'The path is too long. Shorten the names of its folders, or put it higher up.',
  'manifest.duplicate_path': () =>
    'Two have the same name, written in different ways of Unicode. Keep one of them.',
  'manifest.case_collision': () =>
    'Two names differ in capital letters only, which Windows and macOS cannot hold. Rename one.',
  'manifest.file_is_directory': () => 'A file and a folder have the same name. Rename one of them.',
  'manifest.file_too_large': () =>
    'The file is larger than a file may be. Split it, or leave it out.',
  'manifest.bad_link': () => 'A book cannot hold links. Put what it points at in its place.',
  'manifest.quota_files': ({ limit, actual }) =>
    `The folder has ${actual} files; ${limit} are allowed. Is it the right one?`,
  'manifest.quota_bytes': ({ limit, actual }) =>
    `The folder has ${actual} bytes; ${limit} are allowed. Is it the right one?`,
};

export const errors = {
  title: 'That did not work',
  unreachable: 'The service cannot be reached. Check your connection, and try again.',
  unexpected:
    'Something went wrong on our side. Try again; if it stays so, tell us the request id.',
  throttled: (wait: string) => `Too many failed attempts. Try again in ${wait}.`,
  codes,
  manifest,
  fileChanged: (path: string) =>
    `${path} changed while it was being uploaded. Try again once nobody is writing to the folder.`,
  fileUnreadable: (path: string) =>
    `${path} cannot be read. See whether it is open elsewhere or closed to you, and try again.`,
  storeBusy: 'The file storage is too busy to take it. Try again in a while.',
  storeRefused: 'The file storage refused what was sent. Try again; if it stays so, tell us.',
};
