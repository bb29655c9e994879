import { useText } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { BookTable } from './book-table.tsx';

/** The books of all publishers, or of one. */
export function BooksPage() {
  const text = useText();
  const params = createListParams('book_name');
  return (
    <Page title={text().books.title}>
      <BookTable params={params} />
    </Page>
  );
}
