import { createEffect } from 'solid-js';

export interface SelectCellProps {
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for is selected, but not all. */
  readonly some?: boolean;
  /** There is nothing to select. */
  readonly disabled?: boolean;
  readonly onToggle: (asRange: boolean) => void;
}

/** A checkbox of a table. With Shift it selects all from the one before. */
export function SelectCell(props: SelectCellProps) {
  // A state that no attribute has.
  const showSome = (box: HTMLInputElement) =>
    createEffect(() => {
      box.indeterminate = props.some === true;
    });
  return (
    <input
      ref={showSome}
      type="checkbox"
      aria-label={props.label}
      class="size-4 align-middle accent-accent"
      checked={props.checked}
      disabled={props.disabled === true}
      onClick={(event) => props.onToggle(event.shiftKey)}
    />
  );
}
