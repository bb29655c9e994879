import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import ScrollText from 'lucide-solid/icons/scroll-text';
import { createSignal } from 'solid-js';
import type { AuditEventBody } from '../../../api/contract/audit.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { EmptyList } from '../../ui/table/empty-list.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { auditColumns } from './audit-columns.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { EventModal } from './event-modal.tsx';
import { auditListQuery, wantedEvents } from './queries.ts';

/** The events the URL asks for. */
export function AuditTable(props: { readonly params: ListParams }) {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const list = useQuery(() => ({
    ...auditListQuery(api, { ...wantedEvents(props.params), cursor: props.params.cursor() }),
    placeholderData: keepPreviousData,
  }));
  const [opened, setOpened] = createSignal<AuditEventBody>();
  const targetName = () =>
    dataOf(list)?.items.find(({ target }) => target.id === props.params.get('target_id'))?.target
      .name;
  return (
    <>
      <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      <DataTable
        name="audit"
        label={text().audit.title}
        columns={auditColumns(text(), format(), setOpened)}
        rows={dataOf(list)?.items}
        rowId={(event) => event.id}
        toolbar={<AuditFilters params={props.params} targetName={targetName()} />}
        empty={
          <EmptyList
            params={props.params}
            filters={['actor', 'action', 'target_id', 'from', 'to']}
            icon={<ScrollText size={40} />}
            none={{ title: text().audit.none, hint: text().audit.noneHint }}
            noMatch={text().audit.noMatch}
          />
        }
      />
      <Pager params={props.params} nextCursor={dataOf(list)?.next_cursor} />
      <EventModal event={opened()} onClose={() => setOpened(undefined)} />
    </>
  );
}
