import { For } from 'solid-js';
import { useText } from '../i18n/language.tsx';

/** Lines where text will be. @param lines 3 unless given */
export function Skeleton(props: { readonly lines?: number; readonly class?: string }) {
  const text = useText();
  return (
    <div role="status" aria-label={text().common.loading} class={props.class}>
      <For each={Array.from({ length: props.lines ?? 3 })}>
        {(_, index) => (
          <div
            class="my-3 h-4 animate-pulse rounded bg-raised"
            classList={{ 'w-3/4': index() % 3 === 1, 'w-1/2': index() % 3 === 2 }}
          />
        )}
      </For>
    </div>
  );
}
