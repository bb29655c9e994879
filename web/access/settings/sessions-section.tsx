import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone';
import { createSignal } from 'solid-js';
import type { SessionBody } from '../../../api/contract/sessions.ts';
import { useText } from '../../i18n/language.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { createListParams, type ListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { sessionListQuery } from '../queries.ts';
import { useApi, useSession } from '../session.tsx';
import { EndSessionModal } from './end-session-modal.tsx';
import { sessionColumns } from './session-columns.tsx';

/** Who is signed in, and where. */
export function SessionsSection() {
  const text = useText();
  const api = useApi();
  const own = useSession();
  const params = createListParams();
  const list = useQuery(() => ({
    ...sessionListQuery(api, {
      user_id: params.get('mine') ? own.user()?.id : undefined,
      cursor: params.cursor(),
    }),
    placeholderData: keepPreviousData,
  }));
  const [asked, setAsked] = createSignal<SessionBody>();
  return (
    <>
      <h2 class="text-lg font-semibold">{text().settings.sections.sessions}</h2>
      <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      <DataTable
        name="sessions"
        label={text().settings.sections.sessions}
        columns={sessionColumns(text(), setAsked)}
        rows={dataOf(list)?.items}
        rowId={(session) => session.id}
        toolbar={<OnlyMine params={params} />}
        empty={
          <EmptyState
            icon={<MonitorSmartphone size={40} />}
            title={text().settings.noSessions}
            hint={text().settings.noSessionsHint}
          />
        }
      />
      <Pager params={params} nextCursor={dataOf(list)?.next_cursor} />
      <EndSessionModal session={asked()} onClose={() => setAsked(undefined)} />
    </>
  );
}

function OnlyMine(props: { readonly params: ListParams }) {
  const text = useText();
  return (
    <label class="inline-flex min-h-9 items-center gap-2 text-sm">
      <input
        type="checkbox"
        class="size-4 accent-accent"
        checked={props.params.get('mine') !== undefined}
        onChange={(event) =>
          props.params.set({ mine: event.currentTarget.checked ? 'yes' : undefined })
        }
      />
      {text().settings.onlyMine}
    </label>
  );
}
