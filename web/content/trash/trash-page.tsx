import { useText } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { TrashTable } from './trash-table.tsx';

/** What was deleted, and can be restored until its days are over. */
export function TrashPage() {
  const text = useText();
  const params = createListParams();
  return (
    <Page title={text().trash.title} about={text().trash.about}>
      <TrashTable params={params} />
    </Page>
  );
}
