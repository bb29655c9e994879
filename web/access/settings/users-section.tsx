import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import UserPlus from 'lucide-solid/icons/user-plus';
import UsersRound from 'lucide-solid/icons/users-round';
import { createSignal } from 'solid-js';
import { useFormat, useText } from '../../i18n/language.tsx';
import { usePageActions } from '../../shell/page-actions.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { userListQuery } from '../queries.ts';
import { useApi, useSession } from '../session.tsx';
import { AddUserModal } from './add-user-modal.tsx';
import { createUserActs, type UserActs } from './create-user-acts.ts';
import { userColumns } from './user-columns.tsx';
import { UserFilters } from './user-filters.tsx';

/** Who may sign in. */
export function UsersSection() {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const session = useSession();
  const params = createListParams();
  const list = useQuery(() => ({
    ...userListQuery(api, {
      q: params.get('q'),
      disabled: params.get('disabled'),
      cursor: params.cursor(),
    }),
    placeholderData: keepPreviousData,
  }));
  const acts = createUserActs();
  const [isAdding, setAdding] = createSignal(false);
  usePageActions().offer(() => [{ label: text().settings.addUser, run: () => setAdding(true) }]);
  return (
    <>
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h2 class="text-lg font-semibold">{text().settings.sections.users}</h2>
        <Button
          look="primary"
          icon={<UserPlus size={16} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {text().settings.addUser}
        </Button>
      </div>
      <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      <DataTable
        name="users"
        label={text().settings.sections.users}
        columns={userColumns({
          text: text(),
          format: format(),
          acts,
          ownId: session.user()?.id,
        })}
        rows={dataOf(list)?.items}
        rowId={(user) => user.id}
        toolbar={<UserFilters params={params} />}
        empty={
          <EmptyState
            icon={<UsersRound size={40} />}
            title={text().settings.noUsers}
            hint={text().settings.noUsersHint}
            action={
              <Button onClick={() => params.set({ q: undefined, disabled: undefined })}>
                {text().common.clearFilters}
              </Button>
            }
          />
        }
      />
      <Pager params={params} nextCursor={dataOf(list)?.next_cursor} />
      <AddUserModal open={isAdding()} onClose={() => setAdding(false)} />
      <DisableUserModal acts={acts} />
    </>
  );
}

function DisableUserModal(props: { readonly acts: UserActs }) {
  const text = useText();
  return (
    <ConfirmModal
      open={props.acts.asked() !== undefined}
      onClose={props.acts.stopAsking}
      title={text().settings.disableTitle(props.acts.asked()?.email ?? '')}
      description={text().settings.disableHint}
      action={text().settings.disable}
      busy={props.acts.changing.isPending}
      error={props.acts.changing.error}
      onConfirm={props.acts.disableAsked}
    />
  );
}
