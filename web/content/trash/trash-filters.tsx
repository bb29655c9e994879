import { PersonFilter } from '../../access/person-filter.tsx';
import { useText } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

export const TRASH_TYPES = ['book', 'build'] as const;

export function TrashFilters(props: { readonly params: ListParams }) {
  const text = useText();
  return (
    <>
      <SearchField
        label={text().trash.search}
        value={props.params.get('q') ?? ''}
        onSearch={(q) => props.params.set({ q: q || undefined })}
      />
      <Choice
        label={text().trash.type}
        quietLabel
        value={props.params.get('type') ?? ''}
        options={[
          { value: '', label: text().trash.anyType },
          ...TRASH_TYPES.map((value) => ({ value, label: text().trash.types[value] })),
        ]}
        onChoose={(type) => props.params.set({ type: type || undefined })}
      />
      <PersonFilter
        label={text().trash.person}
        value={props.params.get('deleted_by') ?? ''}
        onChoose={(email) => props.params.set({ deleted_by: email || undefined })}
      />
    </>
  );
}
