import { createUniqueId, For } from 'solid-js';
import { CONTROL, LABEL } from './field.tsx';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
  /** The label is read out but not shown. */
  readonly quietLabel?: boolean;
}

/** One of a few, by the browser's own select: at home on every screen and keyboard. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const id = createUniqueId();
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class={props.quietLabel ? 'sr-only' : LABEL}>
        {props.label}
      </label>
      <select
        id={id}
        class={`${CONTROL} pe-8`}
        onChange={(event) => {
          const chosen = props.options[event.currentTarget.selectedIndex];
          if (chosen) props.onChoose(chosen.value);
        }}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
