import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';

export interface NoFolderProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Titles the page while it is not known whether there is one. */
  readonly area: string;
  readonly icon: JSX.Element;
  readonly words: { readonly gone: string; readonly goneHint: string; readonly toList: string };
  /** The path of the list of what there is. */
  readonly list: string;
}

/** Stands for a book or build that is none, or that could not be read. */
export function NoFolder(props: NoFolderProps) {
  const isGone = () => props.error instanceof ApiError && props.error.status === 404;
  return (
    <Show
      when={isGone()}
      fallback={
        <Page title={props.area}>
          <ErrorNote error={props.error} onRetry={props.onRetry} />
        </Page>
      }
    >
      <Page title={props.words.gone}>
        <EmptyState
          icon={props.icon}
          title={props.words.gone}
          hint={props.words.goneHint}
          action={
            <A href={props.list} class={buttonClass('primary')}>
              {props.words.toList}
            </A>
          }
        />
      </Page>
    </Show>
  );
}
