import { useQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { OperationItem } from './operation-item.tsx';
import { PlannedUpload } from './planned-upload.tsx';
import { underWayQuery } from './queries.ts';

/** Uploads somebody has begun, and slow work with how far it is. */
export function UnderWay() {
  const text = useText();
  const api = useApi();
  const work = useQuery(() => underWayQuery(api));
  return (
    <Card title={text().dashboard.underWay}>
      <Loaded query={work}>
        {(data) => (
          <Show
            when={data().operations.length + data().uploads.length > 0}
            fallback={<p class="text-sm text-soft">{text().dashboard.nothingUnderWay}</p>}
          >
            <ul class="flex flex-col gap-4 text-sm">
              <For each={data().operations}>
                {(operation) => <OperationItem operation={operation} />}
              </For>
              <For each={data().uploads}>{(planned) => <PlannedUpload planned={planned} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
    </Card>
  );
}
