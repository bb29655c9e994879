import ShieldAlert from 'lucide-solid/icons/shield-alert';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import { Match, Show, Switch } from 'solid-js';
import type { AuditFault, AuditVerdictBody } from '../../../api/contract/audit.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';

export interface AuditChainProps {
  readonly isRunning: boolean;
  readonly verdict: AuditVerdictBody | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What came of verifying the chain of seals. */
export function AuditChain(props: AuditChainProps) {
  const text = useText();
  return (
    <>
      <div role="status" class="empty:hidden">
        <Switch>
          <Match when={props.isRunning}>
            <p class="animate-pulse rounded-lg bg-raised px-4 py-3 text-sm">
              {text().audit.verifying}
            </p>
          </Match>
          <Match when={props.verdict?.ok && props.verdict}>
            {(verdict) => <Whole verdict={verdict()} />}
          </Match>
        </Switch>
      </div>
      <Show when={!props.isRunning && props.verdict?.first_bad}>
        {(fault) => <Broken fault={fault()} events={props.verdict?.events ?? 0} />}
      </Show>
      <ErrorNote error={props.isRunning ? undefined : props.error} onRetry={props.onRetry} />
    </>
  );
}

function Whole(props: { readonly verdict: AuditVerdictBody }) {
  const text = useText();
  const format = useFormat();
  const unsealed = () => props.verdict.unsealed;
  return (
    <div class="flex items-start gap-3 rounded-lg bg-good-ground px-4 py-3 text-sm">
      <ShieldCheck size={20} aria-hidden="true" class="shrink-0 text-good" />
      <div>
        <p class="font-medium text-good">
          {text().audit.verified(props.verdict.events, format().count(props.verdict.events))}
        </p>
        <p>
          {text().audit.verifiedHint}{' '}
          <Show when={unsealed() > 0}>
            {text().audit.unsealed(unsealed(), format().count(unsealed()))}
          </Show>
        </p>
      </div>
    </div>
  );
}

function Broken(props: { readonly fault: AuditFault; readonly events: number }) {
  const text = useText();
  const format = useFormat();
  return (
    <div
      role="alert"
      class="flex items-start gap-3 rounded-lg border-2 border-danger bg-danger-ground px-4 py-3 text-sm"
    >
      <ShieldAlert size={24} aria-hidden="true" class="shrink-0 text-danger" />
      <div class="flex min-w-0 flex-col gap-1">
        <h2 class="text-base font-semibold text-danger">{text().audit.broken}</h2>
        <p class="font-medium">
          <Show when={props.fault.seq}>
            {(seq) => `${text().audit.brokenAt(format().count(seq()))} `}
          </Show>
          {text().audit.faults[props.fault.reason]}
        </p>
        <p>{text().audit.intact(props.events, format().count(props.events))}</p>
        <Show when={props.fault.event_id}>
          {(id) => <p class="break-all">{text().audit.brokenEvent(id())}</p>}
        </Show>
        <p>{text().audit.brokenHint}</p>
      </div>
    </div>
  );
}
