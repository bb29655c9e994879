import { A } from '@solidjs/router';
import PackageX from 'lucide-solid/icons/package-x';
import { Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';

export interface NoBuildProps {
  /** Null where there simply is none. */
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Stands for a build that is none, or that could not be read. */
export function NoBuild(props: NoBuildProps) {
  const text = useText();
  return (
    <Page title={props.error ? text().shell.builds : text().build.gone}>
      <Show
        when={props.error}
        fallback={
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
        }
      >
        <ErrorNote error={props.error} onRetry={props.onRetry} />
      </Show>
    </Page>
  );
}
