import type { ManifestErrorCode } from '../../../api/contract/errors.ts';
import type { UploadPurpose } from '../../content/upload/dialog/upload-draft.ts';
import type { UploadState } from '../../content/upload/upload-state/upload.ts';
import { plural } from '../plural.ts';

const purposes: Record<UploadPurpose, string> = {
  existing: 'A book that is here already',
  new: 'A new book',
  build: 'A build of the app',
};

const states: Record<UploadState, string> = {
  waiting: 'Waiting for its folder',
  reading: 'Reading the folder',
  sending: 'Sending',
  paused: 'Paused',
  offline: 'No connection. It goes on by itself once there is one.',
  finalizing: 'Publishing',
  done: 'Published',
  failed: 'Stopped',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
};

/** What is wrong with a file or folder of an upload, and what to do. Figures come formatted. */
const refusals: Record<ManifestErrorCode, (quota: { limit: string; actual: string }) => string> = {
  'manifest.empty': () => 'The folder holds no files. Is it the right one?',
  'manifest.invalid_unicode': () => 'The name has half a character. Rename it.',
  'manifest.control_character': () =>
    'The name has a control character, which is not seen. Rename it.',
  'manifest.bidi_control': () =>
    'The name has a hidden character that changes the direction of writing. Rename it.',
  'manifest.absolute_path': () => 'The name begins like a drive (a:) or with a slash. Rename it.',
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

/** Loaded with the first thing that needs them, not with the panel. */
export const uploads = {
  title: 'Upload a folder',
  dropHere: 'Drop the folder to upload it',
  oneFolder: 'One folder at a time',
  oneFolderHint: 'Drop a single folder. Others can be uploaded beside it.',
  notAFolder: 'That is not a folder',
  notAFolderHint: 'Drop the folder that holds the book’s data, not a file of it.',
  emptyFolder: 'That folder is empty.',
  insecure: 'Uploading needs a secure connection. Open the panel by its https address.',
  folder: 'Folder',
  selectBook: 'Select a book data folder',
  selectBuild: 'Select the folder of the build',
  selectAnother: 'Select another',
  dropHint: 'Or drop it anywhere on this window.',
  purpose: 'What is it for?',
  purposes,
  findBook: 'Find the book',
  foundBooks: 'Books found',
  noBookFound: 'No book is called so.',
  makeItNew: 'Make it a new book',
  chosenBook: (name: string, publisher: string) => `${name}, ${publisher}`,
  publisher: 'Publisher',
  bookName: 'Title',
  language: 'Language',
  languageHint: 'A language tag such as tr or en-GB',
  category: 'Category',
  version: 'Version',
  afterwards: 'Once it is uploaded',
  afterwardsOptions: { published: 'Readers see it', draft: 'It stays a draft' },
  platform: 'Platform',
  platforms: { windows: 'Windows', macos: 'macOS', linux: 'Linux' },
  channel: 'Channel',
  channelHint: 'Small letters, digits and hyphens; stable is what users get.',
  unixTraits:
    'A browser sees neither links nor which files may be run, and a build without them may not start. Upload it from the command line: dcs push.',
  badName: 'Up to 120 characters, without slashes, and no space at either end.',
  badLanguage: 'This is not a language tag. Write tr or en-GB, for example.',
  badLabel: 'Up to 100 characters.',
  badBuildVersion: 'Up to 64 of 0-9 A-Z a-z . + _ -, the first a digit or letter.',
  badChannel: 'Up to 32 of a-z 0-9 -.',
  chooseFolderFirst: 'Choose the folder first',
  chooseBookFirst: 'Choose the book first',
  review: 'Review',
  back: 'Back',
  stillReading: 'The folder is still being read.',
  start: 'Start the upload',
  reading: {
    walking: 'Reading the folder',
    hashing: 'Looking at its files',
    planning: 'Comparing with what is there',
    sending: 'Sending',
    finalizing: 'Publishing',
  },
  found: (files: string, size: string) => `${files}, ${size}`,
  of: (done: string, total: string) => `${done} of ${total}`,
  reviewOf: (folder: string) => `Folder ${folder}`,
  reviewBook: (name: string, publisher: string) => `becomes the content of ${name}, ${publisher}`,
  reviewNewBook: (name: string, publisher: string) => `becomes the new book ${name}, ${publisher}`,
  reviewBuild: (platform: string, version: string) => `becomes ${platform} ${version}`,
  nothingMoved: 'Nothing has been uploaded yet.',
  added: (told: string) => `${told} new`,
  changed: (told: string) => `${told} changed`,
  removed: (told: string) => `${told} removed`,
  unchanged: (told: string) => `${told} already there`,
  directories: (count: number, told: string) =>
    `${told} empty ${plural(count, 'folder', 'folders')} more or less`,
  toSend: (size: string) => `${size} to send`,
  addedPaths: 'New files',
  changedPaths: 'Changed files',
  removedPaths: 'Removed files',
  firstOf: (shown: string, total: string) => `the first ${shown} of ${total}`,
  leftOut: (names: string) => `Left out, since operating systems leave them behind: ${names}.`,
  nothingToDo: 'Nothing to upload: the folder is as what is there.',
  refused: (count: number, told: string) =>
    `${told} ${plural(count, 'thing', 'things')} to mend before this folder can be uploaded`,
  refusedHint: 'Mend them in the folder, then look at it again.',
  reviewAgain: 'Look again',
  collidesWith: (other: string) => `and ${other}`,
  tray: 'Uploads',
  trayUnderWay: (count: number, told: string) =>
    `${told} ${plural(count, 'upload', 'uploads')} under way`,
  collapse: 'Show less',
  expand: 'Show the uploads',
  states,
  stateOf: (title: string, state: string) => `${title}: ${state}`,
  progressOf: (title: string) => `Progress of ${title}`,
  rateAndTime: (rate: string, time: string) => `${rate}, ${time} left`,
  retrying: 'The connection is unsteady. It is tried again by itself.',
  pause: (title: string) => `Pause ${title}`,
  resume: (title: string) => `Go on with ${title}`,
  cancelOf: (title: string) => `Cancel ${title}`,
  dismiss: (title: string) => `Take ${title} off the list`,
  notWhileReading: 'It can be paused once it sends.',
  notWhileFinalizing: 'It is being published now.',
  goOn: 'Go on',
  chooseAgain: 'Choose the folder again',
  chooseAgainHint: (folder: string) => `Choose ${folder} again; only what is missing is sent.`,
  otherName: (chosen: string, folder: string) =>
    `You chose ${chosen}, but this upload began with ${folder}. Choose ${folder}, or cancel it.`,
  otherContent:
    'The folder is not what you reviewed: it was changed since. Go on to publish it as it is now, or cancel.',
  otherRevision:
    'A newer revision was published since you reviewed this. Upload the folder again to review it, or publish over it.',
  publishOver: 'Publish over it',
  elsewhere: 'Another tab is working on this upload. Look for it there.',
  cancelTitle: 'Cancel this upload?',
  cancelHint: (title: string) =>
    `What was sent for ${title} is deleted. What readers see now stays as it is.`,
  cancelNewHint: (title: string) =>
    `What was sent for ${title} is deleted, and the book that was made for it goes to the trash.`,
  cancelAction: 'Cancel the upload',
  keepUploading: 'Keep it',
  details: (title: string) => `Files of ${title}`,
  showFiles: 'Files',
  fileWaiting: 'Waiting',
  fileSent: 'Sent',
  noFilesToSend: 'No file needs to be sent.',
  published: (revision: string) => `Published as revision ${revision}.`,
  unchangedResult: 'Nothing had to be published: it was there already.',
  openBook: 'Open the book',
  openBuild: 'Open the build',
  refusals,
  fileChanged: (path: string) =>
    `${path} changed while it was being uploaded. Try again once nobody is writing to the folder.`,
  fileUnreadable: (path: string) =>
    `${path} cannot be read. See whether it is open elsewhere or closed to you, and try again.`,
  storeBusy: 'The file storage is too busy to take it. Try again in a while.',
  storeRefused: 'The file storage refused what was sent. Try again; if it stays so, tell us.',
};
export type UploadText = typeof uploads;
