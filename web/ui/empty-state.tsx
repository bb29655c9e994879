import type { JSX } from 'solid-js';

export interface EmptyStateProps {
  readonly icon: JSX.Element;
  readonly title: string;
  /** What there would be, or how to get there. */
  readonly hint: string;
  /** The next thing to do. */
  readonly action?: JSX.Element;
}

/** Stands where a list would, while it has nothing. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <div class="text-soft" aria-hidden="true">
        {props.icon}
      </div>
      <p class="mt-2 font-semibold">{props.title}</p>
      <p class="max-w-md text-sm text-soft">{props.hint}</p>
      <div class="mt-3">{props.action}</div>
    </div>
  );
}
