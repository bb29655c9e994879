import type { Text } from '../../i18n/en.ts';
import type { EditedField } from './book-values.ts';

export function fieldLabel(field: EditedField, { books }: Text): string {
  return field === 'book_name' ? books.name : books[field];
}
