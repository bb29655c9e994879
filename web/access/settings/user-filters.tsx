import { useText } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

export function UserFilters(props: { readonly params: ListParams }) {
  const text = useText();
  return (
    <>
      <SearchField
        label={text().settings.searchUsers}
        value={props.params.get('q') ?? ''}
        onSearch={(q) => props.params.set({ q: q || undefined })}
      />
      <Choice
        label={text().settings.status}
        quietLabel
        value={props.params.get('disabled') ?? ''}
        options={[
          { value: '', label: text().settings.anyUser },
          { value: 'false', label: text().settings.onlyEnabled },
          { value: 'true', label: text().settings.onlyDisabled },
        ]}
        onChoose={(disabled) => props.params.set({ disabled: disabled || undefined })}
      />
    </>
  );
}
