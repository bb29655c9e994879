import { useQuery } from '@tanstack/solid-query';
import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { healthQuery } from './queries.ts';

const CHECKS = ['postgres', 's3', 'migrations'] as const;

/** Whether the service reaches what it rests on. */
export function HealthCard() {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const health = useQuery(() => healthQuery(api));
  const words = () => text().dashboard;
  return (
    <Card title={words().health}>
      <Loaded query={health}>
        {(data) => (
          <>
            <p class="flex items-center gap-2 text-sm font-medium">
              <Show
                when={data().status === 'ok'}
                fallback={<TriangleAlert size={18} aria-hidden="true" class="text-danger" />}
              >
                <CircleCheck size={18} aria-hidden="true" class="text-good" />
              </Show>
              {data().status === 'ok' ? words().healthy : words().unhealthy}
            </p>
            <dl class="mt-3 grid grid-cols-[1fr_auto] gap-y-1.5 text-sm">
              <For each={CHECKS}>
                {(name) => (
                  <Show when={data().checks?.[name]}>
                    {(check) => (
                      <>
                        <dt class="text-soft">{words().checks[name]}</dt>
                        <dd
                          class="text-end tabular-nums"
                          classList={{ 'text-danger': !check().ok }}
                        >
                          {check().ok ? okText(check().ms) : (check().detail ?? words().failing)}
                        </dd>
                      </>
                    )}
                  </Show>
                )}
              </For>
            </dl>
          </>
        )}
      </Loaded>
    </Card>
  );

  function okText(ms: number | undefined): string {
    return ms === undefined ? '✓' : words().ms(format().count(ms));
  }
}
