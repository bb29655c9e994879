import type { ParentProps } from 'solid-js';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'danger';

const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'bg-raised text-ink',
  accent: 'bg-accent-ground text-accent',
  good: 'bg-good-ground text-good',
  warn: 'bg-warn-ground text-warn',
  danger: 'bg-danger-ground text-danger',
};

/** A word or two about the state of something. */
export function Badge(props: ParentProps<{ readonly tone?: Tone }>) {
  return (
    <span
      class={`inline-flex items-center rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${
        TONES[props.tone ?? 'neutral']
      }`}
    >
      {props.children}
    </span>
  );
}
