import type { Text } from './en.ts';
import { access } from './tr/access.ts';
import { audit } from './tr/audit.ts';
import { book } from './tr/book.ts';
import { books } from './tr/books.ts';
import { build } from './tr/build.ts';
import { builds } from './tr/builds.ts';
import { common } from './tr/common.ts';
import { dashboard } from './tr/dashboard.ts';
import { errors } from './tr/errors.ts';
import { folder } from './tr/folder.ts';
import { settings } from './tr/settings.ts';
import { shell } from './tr/shell.ts';
import { trash } from './tr/trash.ts';

export const tr: Text = {
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
