import type { BookBody } from '../../../api/contract/books.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';

export function BookFacts(props: { readonly book: BookBody }) {
  const text = useText();
  const format = useFormat();
  const revision = () =>
    props.book.revision === 0 ? text().book.noRevision : format().count(props.book.revision);
  return (
    <div class="rounded-xl border border-line bg-surface px-5 py-4">
      <Facts class="grid-cols-2 sm:grid-cols-4 xl:grid-cols-8">
        <Fact label={text().books.language}>{props.book.language}</Fact>
        <Fact label={text().books.category}>{props.book.category}</Fact>
        <Fact label={text().books.version}>{props.book.version}</Fact>
        <Fact label={text().book.revision}>{revision()}</Fact>
        <Fact label={text().books.files}>{format().count(props.book.files)}</Fact>
        <Fact label={text().books.size}>{format().bytes(props.book.size)}</Fact>
        <Fact label={text().book.created}>{format().time(props.book.created_at)}</Fact>
        <Fact label={text().book.updated}>{format().time(props.book.updated_at)}</Fact>
      </Facts>
    </div>
  );
}
