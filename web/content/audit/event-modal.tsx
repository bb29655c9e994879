import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import type { AuditEventBody } from '../../../api/contract/audit.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { actionInWords, actorInWords } from './audit-words.ts';
import { EventChanges } from './event-changes.tsx';
import { TargetName } from './target-name.tsx';

export interface EventModalProps {
  /** Undefined while none is looked at. */
  readonly event: AuditEventBody | undefined;
  readonly onClose: () => void;
}

/** All there is to know of an event. */
export function EventModal(props: EventModalProps) {
  const text = useText();
  return (
    <Modal
      wide
      open={props.event !== undefined}
      onClose={props.onClose}
      title={props.event ? actionInWords(props.event.action, text()) : ''}
      actions={
        <>
          <Show when={props.event}>
            {(event) => (
              <A
                class={buttonClass()}
                href={paths.audit(event().target.id)}
                onClick={() => props.onClose()}
              >
                {text().audit.moreOfTarget}
              </A>
            )}
          </Show>
          <Button onClick={() => props.onClose()}>{text().common.close}</Button>
        </>
      }
    >
      <Show when={props.event}>{(event) => <EventFacts event={event()} />}</Show>
    </Modal>
  );
}

function EventFacts(props: { readonly event: AuditEventBody }) {
  const text = useText();
  const format = useFormat();
  return (
    <div class="flex flex-col gap-4">
      <dl class="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-1.5 text-sm">
        <Fact name={text().audit.target}>
          <TargetName event={props.event} />
        </Fact>
        <Fact name={text().audit.who}>{actorInWords(props.event, text())}</Fact>
        <Fact name={text().audit.when}>
          <time dateTime={props.event.at}>{format().time(props.event.at)}</time>{' '}
          <span class="text-soft">({format().ago(props.event.at)})</span>
        </Fact>
        <Fact name={text().audit.address}>{props.event.address ?? text().audit.notKnown}</Fact>
        <Fact name={text().audit.request}>
          <Show when={props.event.request_id} fallback={text().audit.notKnown}>
            {(id) => (
              <>
                <code class="text-xs break-all">{id()}</code>
                <CopyButton label={text().audit.copyRequest} value={id()} />
              </>
            )}
          </Show>
        </Fact>
      </dl>
      <EventChanges event={props.event} />
    </div>
  );
}

function Fact(props: { readonly name: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt class="text-soft">{props.name}</dt>
      <dd class="flex min-h-7 min-w-0 flex-wrap items-center gap-x-1.5">{props.children}</dd>
    </>
  );
}
