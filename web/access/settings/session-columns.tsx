import { Show } from 'solid-js';
import type { SessionBody } from '../../../api/contract/sessions.ts';
import type { Text } from '../../i18n/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { DataColumn } from '../../ui/table/column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { deviceInWords } from './device-in-words.ts';

/** @param onEnd asks whether a session be ended */
export function sessionColumns(
  text: Text,
  onEnd: (session: SessionBody) => void,
): readonly DataColumn<SessionBody>[] {
  const { settings } = text;
  const device = (session: SessionBody) => deviceInWords(session.user_agent, text);
  return [
    {
      id: 'who',
      header: settings.who,
      width: 260,
      cell: (session) => (
        <>
          <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span class="max-w-full truncate font-medium" title={session.user.email}>
              {session.user.email}
            </span>
            <Show when={session.current}>
              <Badge tone="accent">{settings.current}</Badge>
            </Show>
          </div>
          <div class="truncate text-xs text-soft md:hidden">
            {device(session)}, <TimeAgo time={session.last_used_at} />
          </div>
        </>
      ),
    },
    {
      id: 'device',
      header: settings.device,
      width: 170,
      wideOnly: true,
      cell: (session) => <span title={session.user_agent ?? undefined}>{device(session)}</span>,
    },
    {
      id: 'address',
      header: settings.address,
      width: 140,
      wideOnly: true,
      cell: (session) => session.address ?? settings.notKnown,
    },
    {
      id: 'last_used',
      header: settings.lastUsed,
      width: 130,
      wideOnly: true,
      cell: (session) => <TimeAgo time={session.last_used_at} />,
    },
    {
      id: 'since',
      header: settings.since,
      width: 130,
      wideOnly: true,
      cell: (session) => <TimeAgo time={session.created_at} />,
    },
    {
      id: 'actions',
      header: settings.actions,
      width: 100,
      alignEnd: true,
      cell: (session) => (
        <Button
          aria-label={settings.endSessionOne(session.user.email, device(session))}
          onClick={() => onEnd(session)}
        >
          {settings.endSession}
        </Button>
      ),
    },
  ];
}
