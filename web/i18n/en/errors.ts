import type { ErrorCode } from '../../../api/contract/errors.ts';

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
  'upload.revision_conflict':
    'Somebody published in the meantime. Look at what is there now, and try again.',
  'revision.not_found': 'That revision is not kept any more.',
};

export const errors = {
  title: 'That did not work',
  unreachable: 'The service cannot be reached. Check your connection, and try again.',
  unexpected:
    'Something went wrong on our side. Try again; if it stays so, tell us the request id.',
  throttled: (wait: string) => `Too many failed attempts. Try again in ${wait}.`,
  codes,
};
