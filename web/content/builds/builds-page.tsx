import { useText } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { BuildTable } from './build-table.tsx';

/** Builds of the app, of every platform or of one. */
export function BuildsPage() {
  const text = useText();
  const params = createListParams('-created_at');
  return (
    <Page title={text().builds.title}>
      <BuildTable params={params} />
    </Page>
  );
}
