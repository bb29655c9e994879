import { createSignal } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field } from '../ui/field.tsx';
import { PasswordField } from './password-field.tsx';
import { useSession } from './session.tsx';

/** Email and password. @param props.email whose session it is, where that is settled */
export function SignInForm(props: { readonly email?: string }) {
  const text = useText();
  const session = useSession();
  const [email, setEmail] = createSignal(props.email ?? '');
  const [password, setPassword] = createSignal('');
  const [isTried, setTried] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const missing = (value: string) =>
    isTried() && value === '' ? text().common.required : undefined;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (email() === '' || password() === '' || isBusy()) return;
    setBusy(true);
    setError(undefined);
    await session.signIn({ email: email().trim(), password: password() }).catch(setError);
    setBusy(false);
  }

  return (
    <form class="flex flex-col gap-4" noValidate onSubmit={submit}>
      <ErrorNote error={error()} />
      <Field
        label={text().access.email}
        type="email"
        name="email"
        autocomplete="username"
        value={email()}
        onInput={setEmail}
        error={missing(email())}
        readOnly={props.email !== undefined}
        autofocus={props.email === undefined}
      />
      <PasswordField
        label={text().access.password}
        name="password"
        autocomplete="current-password"
        value={password()}
        onInput={setPassword}
        error={missing(password())}
      />
      <Button look="primary" type="submit" class="mt-2" busy={isBusy()}>
        {text().access.signIn}
      </Button>
    </form>
  );
}
