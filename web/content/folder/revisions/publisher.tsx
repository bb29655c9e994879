import { Show } from 'solid-js';
import type { RevisionBody } from '../../../../api/contract/revisions.ts';
import { useText } from '../../../i18n/language.tsx';

/** Who published a revision, where the API tells. */
export function Publisher(props: { readonly revision: RevisionBody }) {
  const text = useText();
  const email = () => (props.revision as WithEmail).published_by_email; // not every API tells it
  return <Show when={email()}>{(known) => <> · {text().folder.by(known())}</>}</Show>;
}

type WithEmail = RevisionBody & { readonly published_by_email?: string | null };
