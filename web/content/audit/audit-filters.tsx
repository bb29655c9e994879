import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { AUDIT_ACTIONS } from '../../../api/contract/audit.ts';
import { PersonFilter } from '../../access/person-filter.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';
import { actionInWords } from './audit-words.ts';
import { DayFilter } from './day-filter.tsx';

export interface AuditFiltersProps {
  readonly params: ListParams;
  /** What the one target is called that is asked for, as far as an event tells. */
  readonly targetName: string | undefined;
}

export function AuditFilters(props: AuditFiltersProps) {
  const text = useText();
  const format = useFormat();
  const choose = (name: string) => (value: string) =>
    props.params.set({ [name]: value || undefined });
  const value = (name: string) => props.params.get(name) ?? '';
  const actions = () => {
    const known = AUDIT_ACTIONS.map((action) => ({
      value: action as string,
      label: actionInWords(action, text()),
    }));
    return known.sort((a, b) => format().compare(a.label, b.label));
  };
  return (
    <>
      <PersonFilter label={text().audit.person} value={value('actor')} onChoose={choose('actor')} />
      <Choice
        label={text().audit.what}
        quietLabel
        value={value('action')}
        options={[{ value: '', label: text().audit.anyAction }, ...actions()]}
        onChoose={choose('action')}
      />
      <DayFilter label={text().audit.from} value={value('from')} onChoose={choose('from')} />
      <DayFilter label={text().audit.to} value={value('to')} onChoose={choose('to')} />
      <Show when={props.params.get('target_id')}>
        {(id) => (
          <span class="inline-flex min-w-0 items-center gap-1 rounded-lg bg-accent-ground ps-3 text-sm text-accent">
            <span class="truncate">{text().audit.onlyTarget(props.targetName ?? id())}</span>
            <IconButton
              label={text().audit.allTargets}
              icon={<X size={16} aria-hidden="true" />}
              onClick={() => props.params.set({ target_id: undefined })}
            />
          </span>
        )}
      </Show>
    </>
  );
}
