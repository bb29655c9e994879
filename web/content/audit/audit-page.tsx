import { useMutation } from '@tanstack/solid-query';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import { onCleanup } from 'solid-js';
import { verifyAudit } from '../../../api/contract/audit.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { usePageActions } from '../../shell/page-actions.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { AuditChain } from './audit-chain.tsx';
import { AuditExportMenu } from './audit-export.tsx';
import { AuditTable } from './audit-table.tsx';

/** Who changed what, and whether all of it is still told. */
export function AuditPage() {
  const text = useText();
  const api = useApi();
  const params = createListParams();
  const leaving = new AbortController();
  onCleanup(() => leaving.abort()); // nobody waits for a verdict any more, which may take minutes
  const verifying = useMutation(() => ({
    mutationFn: async () => (await api.call(verifyAudit, {}, { signal: leaving.signal })).body,
  }));
  usePageActions().offer(() => [{ label: text().audit.verify, run: () => verifying.mutate() }]);
  return (
    <Page
      title={text().audit.title}
      about={text().audit.about}
      actions={
        <>
          <Button
            icon={<ShieldCheck size={16} aria-hidden="true" />}
            busy={verifying.isPending}
            onClick={() => verifying.mutate()}
          >
            {text().audit.verify}
          </Button>
          <AuditExportMenu params={params} />
        </>
      }
    >
      <AuditChain
        isRunning={verifying.isPending}
        verdict={verifying.data}
        error={verifying.error}
        onRetry={() => verifying.mutate()}
      />
      <AuditTable params={params} />
    </Page>
  );
}
