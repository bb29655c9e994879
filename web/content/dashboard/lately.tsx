import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { AUDIT_ACTIONS } from '../../../api/contract/audit.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { actionInWords, actorInWords } from '../audit/audit-words.ts';
import { auditListQuery } from '../audit/queries.ts';
import { TargetName } from '../audit/target-name.tsx';

/** What concerns content, not who signed in. */
const CHANGES = AUDIT_ACTIONS.filter((action) => /^(book|build)\./.test(action));
const SHOWN = 8;

/** The last changes of books and builds. */
export function Lately() {
  const text = useText();
  const api = useApi();
  const events = useQuery(() => auditListQuery(api, { action: CHANGES, limit: SHOWN }));
  return (
    <Card
      title={text().dashboard.lately}
      action={
        <A href={paths.audit()} class="text-sm text-accent hover:underline">
          {text().dashboard.wholeAudit}
        </A>
      }
    >
      <Loaded query={events} lines={6}>
        {(data) => (
          <Show
            when={data().items.length > 0}
            fallback={<p class="text-sm text-soft">{text().dashboard.nothingLately}</p>}
          >
            <ul class="divide-y divide-line text-sm">
              <For each={data().items}>
                {(event) => (
                  <li class="flex flex-wrap gap-x-4 py-2.5 first:pt-0 last:pb-0">
                    <span class="min-w-0 grow basis-60 truncate">
                      {actionInWords(event.action, text())}: <TargetName event={event} />
                    </span>
                    <span class="text-soft">
                      {actorInWords(event, text())} · <TimeAgo time={event.at} />
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
    </Card>
  );
}
