import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { endSession, type SessionBody } from '../../../api/contract/sessions.ts';
import { useText } from '../../i18n/language.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { notify } from '../../ui/notify.ts';
import { sessionKeys } from '../queries.ts';
import { useApi, useSession } from '../session.tsx';
import { deviceInWords } from './device-in-words.ts';

export interface EndSessionModalProps {
  /** Undefined while nothing is asked. */
  readonly session: SessionBody | undefined;
  readonly onClose: () => void;
}

/** Asks before somebody is signed out, above all whoever asks. */
export function EndSessionModal(props: EndSessionModalProps) {
  const text = useText();
  const api = useApi();
  const own = useSession();
  const queries = useQueryClient();
  const ending = useMutation(() => ({
    mutationFn: async ({ id, current }: SessionBody) => {
      if (current) await own.signOut();
      else await api.call(endSession, { params: { session_id: id } });
    },
    onSuccess(_answer, { current }) {
      if (current) return undefined;
      props.onClose();
      const { sessionEnded: title, sessionEndedHint: detail } = text().settings;
      notify({ title, detail });
      return queries.invalidateQueries({ queryKey: sessionKeys.all });
    },
  }));
  const words = () => {
    const { settings } = text();
    if (props.session?.current) {
      const { endCurrentTitle, endCurrentHint, signOut } = settings;
      return { title: endCurrentTitle, description: endCurrentHint, action: signOut };
    }
    const { user, user_agent = null } = props.session ?? {};
    return {
      title: settings.endTitle,
      description: settings.endHint(user?.email ?? '', deviceInWords(user_agent, text())),
      action: settings.endAction,
    };
  };
  return (
    <ConfirmModal
      {...words()}
      open={props.session !== undefined}
      onClose={() => {
        ending.reset();
        props.onClose();
      }}
      busy={ending.isPending}
      error={ending.error}
      onConfirm={() => props.session && ending.mutate(props.session)}
    />
  );
}
