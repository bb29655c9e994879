import { A } from '@solidjs/router';
import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { EmptyList } from '../../ui/table/empty-list.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { createSelection } from '../../ui/table/selection.ts';
import { BatchFailures } from './batch-failures.tsx';
import { createBatch } from './create-batch.ts';
import { createRowActs } from './create-row-acts.ts';
import { createTrashActs } from './create-trash-acts.ts';
import { type TrashListQuery, trashListQuery } from './queries.ts';
import { TrashActions } from './trash-actions.tsx';
import { trashColumns } from './trash-columns.tsx';
import { TrashDialogs } from './trash-dialogs.tsx';
import { TRASH_TYPES, TrashFilters } from './trash-filters.tsx';
import { trashTitle } from './trash-item.ts';
import { TrashSelectionBar } from './trash-selection-bar.tsx';

/** What is in the trash, by what the URL asks for. */
export function TrashTable(props: { readonly params: ListParams }) {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const list = useQuery(() => ({
    ...trashListQuery(api, wantedTrash(props.params)),
    placeholderData: keepPreviousData,
  }));
  const items = () => dataOf(list)?.items ?? [];
  const selection = createSelection(props.params, () => items().map(({ id }) => id));
  const selected = () => items().filter(({ id }) => selection.has(id));
  const acts = createTrashActs();
  const rowActs = createRowActs(acts);
  const batch = createBatch<TrashItemBody>();
  const actions = (item: TrashItemBody) => <TrashActions item={item} acts={rowActs} />;
  return (
    <>
      <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      <BatchFailures batch={batch} />
      <DataTable
        name="trash"
        label={text().trash.title}
        columns={trashColumns(text(), format(), actions)}
        rows={dataOf(list)?.items}
        rowId={(item) => item.id}
        rowLabel={(item) => text().trash.select(trashTitle(item))}
        selection={selection}
        toolbar={
          <Show
            when={selected().length > 0 || batch.isRunning()}
            fallback={<TrashFilters params={props.params} />}
          >
            <TrashSelectionBar items={selected()} selection={selection} acts={acts} batch={batch} />
          </Show>
        }
        empty={
          <EmptyList
            params={props.params}
            filters={['q', 'type', 'deleted_by']}
            icon={<Trash size={40} />}
            none={{ title: text().trash.none, hint: text().trash.noneHint }}
            action={
              <A href={paths.books()} class={buttonClass()}>
                {text().trash.toBooks}
              </A>
            }
            noMatch={text().trash.noMatch}
          />
        }
      />
      <Pager params={props.params} nextCursor={dataOf(list)?.next_cursor} />
      <TrashDialogs acts={rowActs} />
    </>
  );
}

function wantedTrash(params: ListParams): TrashListQuery {
  return {
    q: params.get('q'),
    type: TRASH_TYPES.find((type) => type === params.get('type')),
    deleted_by: params.get('deleted_by'),
    cursor: params.cursor(),
  };
}
