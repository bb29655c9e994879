import type { AuditEventBody } from '../../../api/contract/audit.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';
import type { DataColumn } from '../../ui/table/column.ts';
import { actionInWords, actorInWords } from './audit-words.ts';
import { TargetName } from './target-name.tsx';

/** @param onOpen shows all there is to know of an event */
export function auditColumns(
  text: Text,
  format: Format,
  onOpen: (event: AuditEventBody) => void,
): readonly DataColumn<AuditEventBody>[] {
  const { audit } = text;
  return [
    {
      id: 'what',
      header: audit.what,
      width: 220,
      cell: (event) => (
        <>
          <button
            type="button"
            class="max-w-full truncate font-medium underline decoration-line underline-offset-2 hover:decoration-current"
            aria-haspopup="dialog"
            onClick={() => onOpen(event)}
          >
            {actionInWords(event.action, text)}
          </button>
          <div class="truncate text-xs text-soft md:hidden">{event.target.name}</div>
        </>
      ),
    },
    {
      id: 'target',
      header: audit.target,
      width: 280,
      wideOnly: true,
      cell: (event) => <TargetName event={event} />,
    },
    {
      id: 'who',
      header: audit.who,
      width: 190,
      wideOnly: true,
      cell: (event) => actorInWords(event, text),
    },
    {
      id: 'when',
      header: audit.when,
      width: 170,
      cell: (event) => (
        <>
          <time dateTime={event.at}>{format.time(event.at)}</time>
          <div class="max-w-36 truncate text-xs text-soft md:hidden">
            {actorInWords(event, text)}
          </div>
        </>
      ),
    },
    {
      id: 'request',
      header: audit.request,
      width: 150,
      wideOnly: true,
      cell: (event) => <code class="text-xs text-soft">{event.request_id}</code>,
    },
  ];
}
