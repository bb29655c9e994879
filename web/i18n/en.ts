import { access } from './en/access.ts';
import { book } from './en/book.ts';
import { books } from './en/books.ts';
import { build } from './en/build.ts';
import { common } from './en/common.ts';
import { errors } from './en/errors.ts';
import { folder } from './en/folder.ts';
import { shell } from './en/shell.ts';

/** Every word of the panel. A part that takes a count or a name is a function. */
export const en = { access, book, books, build, common, errors, folder, shell };
export type Text = typeof en;
