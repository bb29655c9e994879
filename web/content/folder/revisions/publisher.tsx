import { Show } from 'solid-js';
import type { RevisionBody } from '../../../../api/contract/revisions.ts';
import { useText } from '../../../i18n/language.tsx';

/** Who published a revision, where that is known. */
export function Publisher(props: { readonly revision: RevisionBody }) {
  const text = useText();
  return (
    <Show when={props.revision.published_by_email}>
      {(email) => <> · {text().folder.by(email())}</>}
    </Show>
  );
}
