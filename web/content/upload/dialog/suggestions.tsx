import { For } from 'solid-js';

/** What a field with this `list` suggests. */
export function Suggestions(props: { readonly id: string; readonly values: readonly string[] }) {
  return (
    <datalist id={props.id}>
      <For each={props.values}>{(value) => <option value={value} />}</For>
    </datalist>
  );
}
