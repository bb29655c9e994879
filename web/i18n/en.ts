import { access } from './en/access.ts';
import { audit } from './en/audit.ts';
import { book } from './en/book.ts';
import { books } from './en/books.ts';
import { build } from './en/build.ts';
import { builds } from './en/builds.ts';
import { common } from './en/common.ts';
import { dashboard } from './en/dashboard.ts';
import { errors } from './en/errors.ts';
import { folder } from './en/folder.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { trash } from './en/trash.ts';

/** Every word of the panel. A part that takes a count or a name is a function. */
export const en = {
  access,
  audit,
  book,
  books,
  build,
  builds,
  common,
  dashboard,
  errors,
  folder,
  settings,
  shell,
  trash,
};
export type Text = typeof en;
