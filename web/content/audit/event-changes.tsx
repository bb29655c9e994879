import { For, Show } from 'solid-js';
import type { AuditEventBody } from '../../../api/contract/audit.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { valueInWords } from './audit-words.ts';

/** What an event changed, member by member. */
export function EventChanges(props: { readonly event: AuditEventBody }) {
  const text = useText();
  /** In the order of the dictionary, since the event has none that means something. */
  const names = () => {
    const told = Object.keys({ ...props.event.before, ...props.event.after });
    const known = Object.keys(text().audit.members);
    return [
      ...known.filter((name) => told.includes(name)),
      ...told.filter((name) => !known.includes(name)),
    ];
  };
  return (
    <Show
      when={names().length > 0}
      fallback={<p class="text-sm text-soft">{text().audit.noMembers}</p>}
    >
      <div class="overflow-x-auto rounded-lg border border-line">
        <table class="w-full border-collapse text-sm">
          <thead class="border-b border-line text-soft">
            <tr>
              <For each={[text().audit.field, text().audit.before, text().audit.after]}>
                {(head) => (
                  <th scope="col" class="px-3 py-2 text-start font-medium">
                    {head}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={names()}>{(name) => <Change name={name} event={props.event} />}</For>
          </tbody>
        </table>
      </div>
    </Show>
  );
}

function Change(props: { readonly name: string; readonly event: AuditEventBody }) {
  const text = useText();
  return (
    <tr class="border-b border-line align-top last:border-0">
      <th scope="row" class="px-3 py-2 text-start font-normal text-soft">
        {text().audit.members[props.name] ?? props.name}
      </th>
      <td class="px-3 py-2 break-all">
        <Value name={props.name} of={props.event.before} class="bg-danger-ground" />
      </td>
      <td class="px-3 py-2 break-all">
        <Value name={props.name} of={props.event.after} class="bg-good-ground" />
      </td>
    </tr>
  );
}

interface ValueProps {
  readonly name: string;
  readonly of: AuditEventBody['before'];
  readonly class: string;
}

function Value(props: ValueProps) {
  const text = useText();
  const format = useFormat();
  const write = () => (props.name === 'size' ? format().bytes : format().count);
  return (
    <Show when={props.of && props.name in props.of}>
      <span class={`rounded px-1.5 py-0.5 box-decoration-clone ${props.class}`}>
        {valueInWords(props.of?.[props.name], text(), write())}
      </span>
    </Show>
  );
}
