import { A } from '@solidjs/router';
import Compass from 'lucide-solid/icons/compass';
import { useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';

export function NotFoundPage() {
  const text = useText();
  return (
    <Page title={text().shell.notFound}>
      <EmptyState
        icon={<Compass size={40} />}
        title={text().shell.notFound}
        hint={text().shell.notFoundHint}
        action={
          <A href={paths.dashboard()} class={buttonClass('primary')}>
            {text().shell.toDashboard}
          </A>
        }
      />
    </Page>
  );
}
