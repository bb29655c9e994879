import { useMutation } from '@tanstack/solid-query';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import Download from 'lucide-solid/icons/download';
import { AUDIT_EXPORTS, type AuditExport, listAuditEvents } from '../../../api/contract/audit.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { notify } from '../../ui/notify.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { ListParams } from '../../ui/table/list-params.ts';
import { useTellError } from '../../ui/tell-error.ts';
import { wantedEvents } from './queries.ts';

/** Saves all events the filters leave as a file. */
export function AuditExportMenu(props: { readonly params: ListParams }) {
  const text = useText();
  const tellError = useTellError();
  const api = useApi();
  const exporting = useMutation(() => ({
    async mutationFn(kind: AuditExport) {
      const query = wantedEvents(props.params);
      const bytes = await api.download(listAuditEvents, { query }, AUDIT_EXPORTS[kind]);
      const name = `audit-${new Date().toISOString().slice(0, 10)}.${kind}`;
      saveFile(name, await new Response(bytes).blob());
      return name;
    },
    onSuccess: (name) => notify({ title: text().audit.exported(name) }),
    onError: tellError,
  }));
  const meanwhile = () => (exporting.isPending ? text().audit.exporting : undefined);
  return (
    <Menu
      label={meanwhile() ?? text().audit.export}
      triggerClass={buttonClass()}
      trigger={
        <>
          <Download size={16} aria-hidden="true" />
          {meanwhile() ?? text().audit.export}
          <ChevronDown size={16} aria-hidden="true" />
        </>
      }
      items={[
        {
          label: text().audit.exportCsv,
          disabledReason: meanwhile(),
          onSelect: () => exporting.mutate('csv'),
        },
        {
          label: text().audit.exportNdjson,
          disabledReason: meanwhile(),
          onSelect: () => exporting.mutate('ndjson'),
        },
      ]}
    />
  );
}
