import { Show } from 'solid-js';
import type { UserBody } from '../../../api/contract/users.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { DataColumn } from '../../ui/table/column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { UserActs } from './create-user-acts.ts';

export interface UserColumnsOptions {
  readonly text: Text;
  readonly format: Format;
  readonly acts: UserActs;
  /** Of whoever looks at them. */
  readonly ownId: string | undefined;
}

export function userColumns(options: UserColumnsOptions): readonly DataColumn<UserBody>[] {
  const { format, acts, ownId } = options;
  const { settings } = options.text;
  const status = (user: UserBody) => (
    <Show when={user.disabled_at} fallback={<Badge tone="good">{settings.enabled}</Badge>}>
      {(since) => (
        <span title={settings.disabledSince(format.time(since()))}>
          <Badge>{settings.disabled}</Badge>
        </span>
      )}
    </Show>
  );
  return [
    {
      id: 'email',
      header: settings.email,
      width: 300,
      cell: (user) => (
        <>
          <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span class="max-w-full truncate font-medium" title={user.email}>
              {user.email}
            </span>
            <Show when={user.id === ownId}>
              <Badge tone="accent">{settings.you}</Badge>
            </Show>
          </div>
          <div class="mt-1 md:hidden">{status(user)}</div>
        </>
      ),
    },
    {
      id: 'role',
      header: settings.role,
      width: 100,
      wideOnly: true,
      cell: (user) => settings.roles[user.role],
    },
    {
      id: 'status',
      header: settings.status,
      width: 120,
      wideOnly: true,
      cell: status,
    },
    {
      id: 'added',
      header: settings.added,
      width: 140,
      wideOnly: true,
      cell: (user) => <TimeAgo time={user.created_at} />,
    },
    {
      id: 'actions',
      header: settings.actions,
      width: 130,
      alignEnd: true,
      // One button for both, so that the focus stays in it.
      cell: (user) => (
        <Button
          aria-label={
            user.disabled_at ? settings.enableOne(user.email) : settings.disableOne(user.email)
          }
          disabledReason={user.id === ownId ? settings.notYourself : undefined}
          onClick={() => (user.disabled_at ? acts.enable(user) : acts.ask(user))}
        >
          {user.disabled_at ? settings.enable : settings.disable}
        </Button>
      ),
    },
  ];
}
