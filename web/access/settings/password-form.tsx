import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { changePassword } from '../../../api/contract/access.ts';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { notify } from '../../ui/notify.ts';
import { PasswordField } from '../password-field.tsx';
import { sessionKeys } from '../queries.ts';
import { useApi, useSession } from '../session.tsx';
import { passwordStrength } from './password-strength.ts';

/** Changes the password of whoever is signed in. */
export function PasswordForm() {
  const text = useText();
  const session = useSession();
  const changing = usePasswordChange();
  const [current, setCurrent] = createSignal('');
  const [wanted, setWanted] = createSignal('');
  const [isTried, setTried] = createSignal(false);
  const isWrong = () => isWrongPassword(changing.error);
  const currentError = () => {
    if (isTried() && current() === '') return text().common.required;
    return isWrong() ? text().errors.codes['auth.wrong_password'] : undefined;
  };
  const isShort = () => passwordStrength(wanted()) === 'short';

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTried(true);
    if (current() === '' || isShort() || changing.isPending) return;
    const body = { current_password: current(), new_password: wanted() };
    changing.mutate(body, {
      onSuccess() {
        setCurrent('');
        setWanted('');
        setTried(false);
      },
    });
  }

  return (
    <form class="flex flex-col gap-4" noValidate onSubmit={submit}>
      {/* By this a password manager knows whose password it is. */}
      <input type="text" autocomplete="username" hidden readOnly value={session.user()?.email} />
      <PasswordField
        label={text().settings.currentPassword}
        autocomplete="current-password"
        value={current()}
        onInput={(value) => {
          setCurrent(value);
          if (isWrong()) changing.reset();
        }}
        error={currentError()}
      />
      <PasswordField
        label={text().settings.newPassword}
        autocomplete="new-password"
        value={wanted()}
        onInput={setWanted}
        hint={text().settings.strengths[passwordStrength(wanted())]}
        error={isTried() && isShort() ? text().settings.shortPassword : undefined}
      />
      <ErrorNote error={isWrong() ? undefined : changing.error} />
      <Button look="primary" type="submit" class="self-start" busy={changing.isPending}>
        {text().settings.changePassword}
      </Button>
    </form>
  );
}

function usePasswordChange() {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  return useMutation(() => ({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      api.call(changePassword, { headers: {}, body }),
    onSuccess() {
      const { passwordChanged, passwordChangedHint } = text().settings;
      notify({ title: passwordChanged, detail: passwordChangedHint });
      return queries.invalidateQueries({ queryKey: sessionKeys.all });
    },
  }));
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'auth.wrong_password';
}
