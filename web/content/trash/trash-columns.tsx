import type { JSX } from 'solid-js';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';
import type { DataColumn } from '../../ui/table/column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { TimeLeft } from './time-left.tsx';
import { trashTitle } from './trash-item.ts';

/** @param actions what can be done with a row */
export function trashColumns(
  { trash }: Text,
  format: Format,
  actions: (item: TrashItemBody) => JSX.Element,
): readonly DataColumn<TrashItemBody>[] {
  return [
    {
      id: 'name',
      header: trash.name,
      width: 230,
      cell: (item) => (
        <>
          <div class="truncate font-medium" title={trashTitle(item)}>
            {trashTitle(item)}
          </div>
          <div class="mt-1 md:hidden">
            <TimeLeft item={item} />
          </div>
        </>
      ),
    },
    {
      id: 'type',
      header: trash.type,
      width: 90,
      wideOnly: true,
      cell: (item) => trash.types[item.type],
    },
    {
      id: 'size',
      header: trash.size,
      width: 85,
      alignEnd: true,
      wideOnly: true,
      cell: (item) => format.bytes(item.size),
    },
    {
      id: 'files',
      header: trash.files,
      width: 75,
      alignEnd: true,
      wideOnly: true,
      cell: (item) => format.count(item.files),
    },
    {
      id: 'deleted',
      header: trash.deleted,
      width: 170,
      wideOnly: true,
      cell: (item) => (
        <>
          <TimeAgo time={item.deleted_at} />
          <div class="truncate text-xs text-soft" title={item.deleted_by}>
            {item.deleted_by}
          </div>
        </>
      ),
    },
    {
      id: 'left',
      header: trash.left,
      width: 135,
      wideOnly: true,
      cell: (item) => <TimeLeft item={item} />,
    },
    { id: 'actions', header: trash.actions, width: 265, alignEnd: true, cell: actions },
  ];
}
