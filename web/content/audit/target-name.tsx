import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import type { AuditEventBody } from '../../../api/contract/audit.ts';
import { targetPlace } from './target-place.ts';

/** What an event is about, with the way to it. */
export function TargetName(props: { readonly event: AuditEventBody }) {
  return (
    <Show when={targetPlace(props.event)} fallback={props.event.target.name}>
      {(place) => (
        <A
          class="underline decoration-line underline-offset-2 hover:decoration-current"
          href={place()}
        >
          {props.event.target.name}
        </A>
      )}
    </Show>
  );
}
