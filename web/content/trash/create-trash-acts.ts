import { useQueryClient } from '@tanstack/solid-query';
import type { OperationBody } from '../../../api/contract/operations.ts';
import {
  type NewPlace,
  purgeTrash,
  restoreFromTrash,
  type TrashItemBody,
} from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { bookKeys } from '../books/queries.ts';
import { trashKeys } from './queries.ts';

export interface TrashActs {
  restore(item: TrashItemBody, as?: NewPlace): Promise<OperationBody>;
  purge(item: TrashItemBody): Promise<OperationBody>;
  /** Asks anew for the lists that these change. */
  refresh(): Promise<void>;
}

/** The two things that are done with what is in the trash. */
export function createTrashActs(): TrashActs {
  const api = useApi();
  const queries = useQueryClient();
  return {
    async restore({ id }, as) {
      const body = as ? { trash_id: id, as } : { trash_id: id };
      return (await api.call(restoreFromTrash, { body })).body;
    },
    async purge({ id }) {
      return (await api.call(purgeTrash, { params: { trash_id: id } })).body;
    },
    async refresh() {
      await Promise.all([
        queries.invalidateQueries({ queryKey: trashKeys.all }),
        queries.invalidateQueries({ queryKey: bookKeys.all }),
      ]);
      keepPlace();
    },
  };
}

/** The row that had the focus may be gone: whoever uses the keyboard goes on in the page, not at its top. */
function keepPlace(): void {
  if (document.activeElement === document.body) document.getElementById('content')?.focus();
}
