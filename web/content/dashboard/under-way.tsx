import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import type { OperationBody } from '../../../api/contract/operations.ts';
import type { PlannedUploadBody } from '../../../api/contract/upload-bodies.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { targetPath, targetTitle } from '../target-title.ts';
import { underWayQuery } from './queries.ts';

/** Uploads somebody has begun, and slow work with how far it is. */
export function UnderWay() {
  const text = useText();
  const api = useApi();
  const work = useQuery(() => underWayQuery(api));
  const isIdle = () => work.data?.uploads.length === 0 && work.data.operations.length === 0;
  return (
    <Card title={text().dashboard.underWay}>
      <ErrorNote error={work.error} onRetry={() => void work.refetch()} />
      <Show when={work.data} fallback={<Skeleton />}>
        {(data) => (
          <ul class="flex flex-col gap-4 text-sm">
            <For each={data().operations}>{(operation) => <Operation operation={operation} />}</For>
            <For each={data().uploads}>{(planned) => <Upload planned={planned} />}</For>
          </ul>
        )}
      </Show>
      <Show when={isIdle()}>
        <p class="text-sm text-soft">{text().dashboard.nothingUnderWay}</p>
      </Show>
    </Card>
  );
}

function Operation(props: { readonly operation: OperationBody }) {
  const text = useText();
  const format = useFormat();
  const { count } = format();
  const title = () => {
    const { type, target } = props.operation;
    return text().dashboard.operations[type](targetTitle(target, text()));
  };
  const share = () => {
    const { state, done, total } = props.operation;
    return state === 'running' && total > 0 ? done / total : undefined;
  };
  return (
    <li class="flex flex-col gap-1.5">
      <div class="flex items-center gap-2">
        <A href={targetPath(props.operation.target)} class="truncate hover:underline">
          {title()}
        </A>
        <span class="ms-auto shrink-0 text-soft">
          <Show
            when={props.operation.state === 'running'}
            fallback={<OperationState operation={props.operation} />}
          >
            {text().dashboard.progress(count(props.operation.done), count(props.operation.total))}
          </Show>
        </span>
      </div>
      <Show when={props.operation.state === 'running'}>
        <ProgressBar label={title()} share={share()} />
      </Show>
      <Show when={props.operation.error}>
        {(error) => <p class="text-soft">{error().detail ?? error().title}</p>}
      </Show>
    </li>
  );
}

function OperationState(props: { readonly operation: OperationBody }) {
  const text = useText();
  return (
    <Show when={props.operation.state === 'needs_person'} fallback={text().dashboard.queued}>
      <Badge tone="danger">{text().dashboard.needsPerson}</Badge>
    </Show>
  );
}

function Upload(props: { readonly planned: PlannedUploadBody }) {
  const text = useText();
  const format = useFormat();
  const upload = () => props.planned.upload;
  const toSend = () => {
    const { counts, bytes } = props.planned;
    const files = text().common.files(counts.send, format().count(counts.send));
    return text().dashboard.toSend(files, format().bytes(bytes.send));
  };
  return (
    <li class="flex flex-wrap items-center gap-x-2">
      <A href={targetPath(upload().target)} class="truncate hover:underline">
        {text().dashboard.upload(targetTitle(upload().target, text()))}
      </A>
      <span class="ms-auto text-soft">
        {upload().state === 'open' ? toSend() : text().dashboard.uploadFinalizing}
      </span>
    </li>
  );
}
