import type { Text } from './en.ts';
import { access } from './tr/access.ts';
import { book } from './tr/book.ts';
import { books } from './tr/books.ts';
import { build } from './tr/build.ts';
import { common } from './tr/common.ts';
import { errors } from './tr/errors.ts';
import { folder } from './tr/folder.ts';
import { shell } from './tr/shell.ts';

export const tr: Text = { access, book, books, build, common, errors, folder, shell };
