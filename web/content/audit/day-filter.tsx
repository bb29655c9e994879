import { CONTROL } from '../../ui/field.tsx';

export interface DayFilterProps {
  readonly label: string;
  /** `2026-03-01`, or empty. */
  readonly value: string;
  readonly onChoose: (day: string) => void;
}

/** A day, by the browser's own calendar. */
export function DayFilter(props: DayFilterProps) {
  return (
    <label class="flex min-w-0 grow items-center gap-2 text-sm text-soft sm:grow-0">
      {props.label}
      <input
        type="date"
        class={`${CONTROL} text-ink`}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      />
    </label>
  );
}
