import { createUniqueId, For } from 'solid-js';
import { LABEL } from './field.tsx';

export interface RadioGroupProps<Value extends string> {
  readonly label: string;
  /** Undefined while none is chosen. */
  readonly value: Value | undefined;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint?: string;
  }[];
  readonly onChoose: (value: Value) => void;
  /** Below each other rather than side by side. */
  readonly stacked?: boolean;
}

/** One of a few that are all seen at once. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const name = createUniqueId();
  return (
    <fieldset>
      <legend class={LABEL}>{props.label}</legend>
      <div
        class="mt-1.5 flex gap-2"
        classList={{ 'flex-col': props.stacked, 'flex-wrap': !props.stacked }}
      >
        <For each={props.options}>
          {(option) => (
            <label class="inline-flex min-h-9 cursor-pointer items-center gap-2 rounded-lg border border-control px-3 py-1.5 text-sm has-checked:border-accent has-checked:bg-accent-ground">
              <input
                type="radio"
                name={name}
                class="shrink-0 accent-accent"
                checked={option.value === props.value}
                onChange={() => props.onChoose(option.value)}
              />
              <span class="min-w-0 break-words">
                {option.label}
                <span class="block text-xs text-soft">{option.hint}</span>
              </span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
