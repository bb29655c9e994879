import { A } from '@solidjs/router';
import PackageX from 'lucide-solid/icons/package-x';
import { Show } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';

/** Stands for a build that is none, or that could not be read. */
export function NoBuild(props: { readonly error: unknown; readonly onRetry: () => void }) {
  const text = useText();
  const isGone = () => props.error instanceof ApiError && props.error.status === 404;
  return (
    <Show
      when={isGone()}
      fallback={
        <Page title={text().shell.builds}>
          <ErrorNote error={props.error} onRetry={props.onRetry} />
        </Page>
      }
    >
      <Page title={text().build.gone}>
        <EmptyState
          icon={<PackageX size={40} />}
          title={text().build.gone}
          hint={text().build.goneHint}
          action={
            <A href={paths.builds()} class={buttonClass('primary')}>
              {text().build.toBuilds}
            </A>
          }
        />
      </Page>
    </Show>
  );
}
