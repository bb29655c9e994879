import { onMount, type ParentProps } from 'solid-js';

/** One step of the dialog. Takes the focus, which the button that led here has taken away with it. */
export function Step(props: ParentProps<{ readonly label: string }>) {
  let frame: HTMLElement | undefined;
  onMount(() => frame?.focus());
  return (
    <section
      ref={frame}
      tabindex="-1"
      aria-label={props.label}
      class="flex flex-col gap-4 outline-none"
    >
      {props.children}
    </section>
  );
}
