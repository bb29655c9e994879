import { A } from '@solidjs/router';
import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { type OperationBody, retryOperation } from '../../../api/contract/operations.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { targetPath, targetTitle } from '../target-title.ts';
import { underWayKey } from './queries.ts';

/** Slow work: how far it is, or what it waits for. */
export function OperationItem(props: { readonly operation: OperationBody }) {
  const text = useText();
  const title = () => {
    const { type, target } = props.operation;
    return text().dashboard.operations[type](targetTitle(target, text()));
  };
  const share = () => {
    const { done, total } = props.operation;
    return total > 0 ? done / total : undefined;
  };
  return (
    <li class="flex flex-col gap-1.5">
      <div class="flex items-center gap-2">
        <A href={targetPath(props.operation.target)} class="truncate hover:underline">
          {title()}
        </A>
        <span class="ms-auto shrink-0 text-soft">
          <OperationState operation={props.operation} />
        </span>
      </div>
      <Show when={props.operation.state === 'running'}>
        <ProgressBar label={title()} share={share()} />
      </Show>
      <Show when={props.operation.state === 'needs_person'}>
        <WaitsForPerson operation={props.operation} />
      </Show>
    </li>
  );
}

function OperationState(props: { readonly operation: OperationBody }) {
  const text = useText();
  const format = useFormat();
  const words = () => text().dashboard;
  const amount = () => {
    const { done, total } = props.operation;
    return words().progress(format().count(done), format().count(total));
  };
  return (
    <Show
      when={props.operation.state === 'needs_person'}
      fallback={props.operation.state === 'running' ? amount() : words().queued}
    >
      <Badge tone="danger">{words().needsPerson}</Badge>
    </Show>
  );
}

/** What failed again and again, and the way on once it is mended. */
function WaitsForPerson(props: { readonly operation: OperationBody }) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const retry = useMutation(() => ({
    mutationFn: () => api.call(retryOperation, { params: { operation_id: props.operation.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: underWayKey }),
  }));
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p class="min-w-0 grow basis-60 text-soft">
        {props.operation.error?.detail ?? props.operation.error?.title}
      </p>
      <Button busy={retry.isPending} onClick={() => retry.mutate()}>
        {text().common.retry}
      </Button>
      <ErrorNote error={retry.error} />
    </div>
  );
}
