import { createUniqueId, For } from 'solid-js';
import { LABEL } from './field.tsx';

export interface RadioChoiceProps<Value extends string> {
  readonly label: string;
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

/** One of a few that are all seen. */
export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>) {
  const name = createUniqueId();
  return (
    <fieldset>
      <legend class={LABEL}>{props.label}</legend>
      <div class={`mt-1.5 flex flex-col gap-2 ${props.stacked ? '' : 'sm:flex-row'}`}>
        <For each={props.options}>
          {(option) => (
            <label class="flex min-h-9 grow cursor-pointer items-center gap-2.5 rounded-lg border border-control px-3 py-1.5 text-sm has-checked:border-accent has-checked:bg-accent-ground has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
              <input
                type="radio"
                name={name}
                class="size-4 shrink-0 accent-accent outline-none"
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
