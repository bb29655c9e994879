import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { type UserBody, updateUser } from '../../../api/contract/users.ts';
import { useText } from '../../i18n/language.tsx';
import { notify } from '../../ui/notify.ts';
import { useTellError } from '../../ui/tell-error.ts';
import { sessionKeys, userKeys } from '../queries.ts';
import { useApi } from '../session.tsx';

export type UserActs = ReturnType<typeof createUserActs>;

/** Who may sign in and who may not: asks before it shuts somebody out, and lets them in again at once. */
export function createUserActs() {
  const text = useText();
  const tellError = useTellError();
  const api = useApi();
  const queries = useQueryClient();
  const [asked, setAsked] = createSignal<UserBody>();
  const changing = useMutation(() => ({
    mutationFn: ({ id, disabled }: { id: string; disabled: boolean }) =>
      api.call(updateUser, { params: { user_id: id }, body: { disabled } }),
    onSuccess({ body: { id, email, disabled_at } }) {
      const { settings } = text();
      setAsked(undefined);
      if (disabled_at === null) notify({ title: settings.userEnabled(email) });
      else {
        notify({
          title: settings.userDisabled(email),
          action: { label: settings.enableAgain, onSelect: () => enable({ id }) },
        });
      }
      return Promise.all([
        queries.invalidateQueries({ queryKey: userKeys.all }),
        queries.invalidateQueries({ queryKey: sessionKeys.all }),
      ]);
    },
    onError(error, { disabled }) {
      if (!disabled) tellError(error); // the other is told in its dialog
    },
  }));
  const enable = ({ id }: Pick<UserBody, 'id'>) => changing.mutate({ id, disabled: false });
  return {
    changing,
    enable,
    /** Who is to be disabled, once that is confirmed. */
    asked,
    ask(user: UserBody) {
      changing.reset();
      setAsked(user);
    },
    stopAsking: () => setAsked(undefined),
    disableAsked() {
      const user = asked();
      if (user) changing.mutate({ id: user.id, disabled: true });
    },
  };
}
