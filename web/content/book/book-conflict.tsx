import { createUniqueId, For, Show } from 'solid-js';
import type { Text } from '../../i18n/en.ts';
import { useText } from '../../i18n/language.tsx';
import type { EditedField, FieldConflict } from './book-values.ts';
import type { BookEdit } from './create-book-edit.ts';
import { fieldLabel } from './field-label.ts';

/** What somebody else saved meanwhile beside what was typed here, to choose from field by field. */
export function BookConflict(props: { readonly edit: BookEdit }) {
  const text = useText();
  return (
    <Show when={props.edit.conflicts().length > 0}>
      <div role="alert" class="flex flex-col gap-4 rounded-lg bg-warn-ground px-4 py-3 text-sm">
        <p>
          {text().book.conflict} {text().book.conflictSettled}
        </p>
        <For each={props.edit.conflicts()}>
          {(conflict) => (
            <ConflictChoice
              conflict={conflict}
              value={props.edit.values()[conflict.field]}
              onChoose={(value) => props.edit.set(conflict.field, value)}
            />
          )}
        </For>
      </div>
    </Show>
  );
}

interface ConflictChoiceProps {
  readonly conflict: FieldConflict;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

function ConflictChoice(props: ConflictChoiceProps) {
  const text = useText();
  const name = createUniqueId();
  const sides = () => [
    { label: text().book.mine, value: props.conflict.mine },
    { label: text().book.theirs, value: props.conflict.theirs },
  ];
  return (
    <fieldset class="flex flex-col gap-1.5">
      <legend class="mb-1 font-medium">{fieldLabel(props.conflict.field, text())}</legend>
      <For each={sides()}>
        {(side) => (
          <label class="flex items-baseline gap-2">
            <input
              type="radio"
              name={name}
              class="accent-accent"
              checked={props.value === side.value}
              onChange={() => props.onChoose(side.value)}
            />
            <span class="min-w-0 break-words">
              {side.label}: <strong>{toldValue(props.conflict.field, side.value, text())}</strong>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

function toldValue(field: EditedField, value: string, text: Text): string {
  const statuses: Readonly<Record<string, string>> = text.books.statuses;
  return field === 'status' ? (statuses[value] ?? value) : value;
}
