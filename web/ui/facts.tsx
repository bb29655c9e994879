import type { ParentProps } from 'solid-js';

/** What is known of something: names with their values, side by side. */
export function Facts(props: ParentProps<{ readonly class?: string }>) {
  return (
    <dl class={`grid gap-x-6 gap-y-3 text-sm ${props.class ?? 'grid-cols-1'}`}>{props.children}</dl>
  );
}

export function Fact(props: ParentProps<{ readonly label: string }>) {
  return (
    <div class="min-w-0">
      <dt class="text-xs text-soft">{props.label}</dt>
      <dd class="mt-0.5 break-words">{props.children}</dd>
    </div>
  );
}
