import { type JSX, type ParentProps, Show } from 'solid-js';

export interface CardProps {
  readonly title: string;
  readonly action?: JSX.Element;
  readonly class?: string;
}

/** A part of a page that stands for itself. */
export function Card(props: ParentProps<CardProps>) {
  return (
    <section
      aria-label={props.title}
      class={`rounded-xl border border-line bg-surface ${props.class ?? ''}`}
    >
      <div class="flex items-center gap-3 px-5 pt-4">
        <h2 class="grow font-semibold">{props.title}</h2>
        <Show when={props.action}>{props.action}</Show>
      </div>
      <div class="px-5 pt-3 pb-5">{props.children}</div>
    </section>
  );
}
