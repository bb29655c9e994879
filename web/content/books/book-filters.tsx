import { useText } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

/** Those in the trash have a page of their own. */
export const SHOWN_STATUSES = ['draft', 'published'] as const;

export function BookFilters(props: { readonly params: ListParams }) {
  const text = useText();
  return (
    <>
      <SearchField
        label={text().books.search}
        value={props.params.get('q') ?? ''}
        onSearch={(q) => props.params.set({ q: q || undefined })}
      />
      <Choice
        label={text().books.status}
        quietLabel
        value={props.params.get('status') ?? ''}
        options={[
          { value: '', label: text().books.anyStatus },
          ...SHOWN_STATUSES.map((value) => ({ value, label: text().books.statuses[value] })),
        ]}
        onChoose={(status) => props.params.set({ status: status || undefined })}
      />
    </>
  );
}
