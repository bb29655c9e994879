import { type JSX, type ParentProps, Show } from 'solid-js';
import { Title } from './title.tsx';

export interface PageProps {
  readonly title: string;
  /** Below the title. */
  readonly about?: JSX.Element;
  readonly actions?: JSX.Element;
}

/** A page: its title, which is also the window's, what can be done with it, and what it holds. */
export function Page(props: ParentProps<PageProps>) {
  return (
    <div class="mx-auto flex w-full max-w-7xl flex-col gap-5 px-4 py-6 sm:px-8">
      <Title>{props.title}</Title>
      <div class="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div class="min-w-0 grow">
          <h1 class="text-2xl font-semibold tracking-tight break-words">{props.title}</h1>
          <Show when={props.about}>
            {(about) => <div class="mt-1 text-sm text-soft">{about()}</div>}
          </Show>
        </div>
        <div class="flex flex-wrap gap-1 sm:gap-2">{props.actions}</div>
      </div>
      {props.children}
    </div>
  );
}
