import { type ComponentProps, type JSX, Show, splitProps } from 'solid-js';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const SHARED =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3 py-1.5 text-sm font-medium whitespace-nowrap transition-colors sm:px-3.5 aria-disabled:cursor-not-allowed aria-disabled:opacity-60';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:not-aria-disabled:brightness-110',
  plain: 'border border-control bg-surface hover:not-aria-disabled:bg-raised',
  quiet: 'hover:not-aria-disabled:bg-raised',
  danger: 'bg-danger text-on-danger hover:not-aria-disabled:brightness-110',
};

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** `plain` unless given. */
  readonly look?: Look;
  /** Why it cannot be used now, told to whoever points at it or reads it out; undefined while it can. */
  readonly disabledReason?: string | undefined;
  /** What it was asked for is under way. */
  readonly busy?: boolean;
  readonly icon?: JSX.Element;
}

/** A button. One that cannot be used stays in the order of the keyboard, and says why. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, [
    'look',
    'disabledReason',
    'busy',
    'icon',
    'children',
    'class',
    'onClick',
  ]);
  const isOff = () => own.busy === true || own.disabledReason !== undefined;
  return (
    <button
      type="button"
      {...rest}
      class={`${SHARED} ${LOOKS[own.look ?? 'plain']} ${own.class ?? ''}`}
      aria-disabled={isOff() || undefined}
      aria-busy={own.busy || undefined}
      title={own.disabledReason ?? rest.title}
      onClick={(event) => {
        if (isOff()) event.preventDefault();
        else if (typeof own.onClick === 'function') own.onClick(event);
      }}
    >
      {own.icon}
      {own.children}
      <Show when={own.disabledReason}>{(reason) => <span class="sr-only">({reason()})</span>}</Show>
    </button>
  );
}

/** The look of a button for what is none, such as a link. */
export function buttonClass(look: Look = 'plain'): string {
  return `${SHARED} ${LOOKS[look]}`;
}

/** A button that shows an icon alone; `label` is its name. */
export function IconButton(props: Omit<ButtonProps, 'children'> & { readonly label: string }) {
  const [own, rest] = splitProps(props, ['label', 'class']);
  return (
    <Button
      look="quiet"
      {...rest}
      aria-label={own.label}
      title={rest.disabledReason ?? own.label}
      class={`size-9 shrink-0 px-0! ${own.class ?? ''}`}
    />
  );
}
