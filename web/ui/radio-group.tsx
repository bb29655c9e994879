import { createUniqueId, For } from 'solid-js';
import { LABEL } from './field.tsx';

export interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a few that are all seen at once. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const name = createUniqueId();
  return (
    <fieldset>
      <legend class={LABEL}>{props.label}</legend>
      <div class="mt-1.5 flex flex-wrap gap-2">
        <For each={props.options}>
          {(option) => (
            <label class="inline-flex min-h-9 cursor-pointer items-center gap-2 rounded-lg border border-control px-3 py-1.5 text-sm has-checked:border-accent has-checked:bg-accent-ground">
              <input
                type="radio"
                name={name}
                class="accent-accent"
                checked={option.value === props.value}
                onChange={() => props.onChoose(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
