export const build = {
  gone: 'There is no such build',
  goneHint: 'The link may be old, or the build is in the trash.',
  toList: 'Go to the app builds',
};
