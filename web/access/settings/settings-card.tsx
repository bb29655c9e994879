import { createUniqueId, type ParentProps, Show } from 'solid-js';

export interface SettingsCardProps {
  readonly title: string;
  readonly hint?: string;
}

/** Settings that belong together. */
export function SettingsCard(props: ParentProps<SettingsCardProps>) {
  const titleId = createUniqueId();
  return (
    <section
      aria-labelledby={titleId}
      class="flex max-w-2xl flex-col gap-4 rounded-xl border border-line bg-surface p-5"
    >
      <div>
        <h2 id={titleId} class="font-semibold">
          {props.title}
        </h2>
        <Show when={props.hint}>{(hint) => <p class="mt-0.5 text-sm text-soft">{hint()}</p>}</Show>
      </div>
      {props.children}
    </section>
  );
}
