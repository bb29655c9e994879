import WandSparkles from 'lucide-solid/icons/wand-sparkles';
import { createSignal } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { NewEmail, NewPassword } from '../../../api/contract/access.ts';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Field } from '../../ui/field.tsx';
import { generatePassword } from './generate-password.ts';

export interface NewUser {
  readonly email: string;
  readonly password: string;
}

export interface AddUserFormProps {
  readonly id: string;
  readonly error: unknown;
  readonly onSubmit: (user: NewUser) => void;
}

export function AddUserForm(props: AddUserFormProps) {
  const text = useText();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [generated, setGenerated] = createSignal('');
  const [tried, setTried] = createSignal<NewUser>();
  const isEmail = () => NewEmail.safeParse(email().trim()).success;
  const isLong = () => NewPassword.safeParse(password()).success;
  const isTaken = () => isUserThere(props.error);
  const emailError = () => {
    if (tried() && !isEmail()) return text().settings.badEmail;
    const isSame = tried()?.email === email().trim();
    return isTaken() && isSame ? text().errors.codes['user.exists'] : undefined;
  };

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const user = { email: email().trim(), password: password() };
    setTried(user);
    if (isEmail() && isLong()) props.onSubmit(user);
  }

  async function generate(): Promise<void> {
    const made = generatePassword();
    setPassword(made);
    setGenerated(made);
    await copyText(made, text());
  }

  return (
    <form id={props.id} class="flex flex-col gap-4" noValidate onSubmit={submit}>
      <Field
        label={text().settings.email}
        type="email"
        autocomplete="off"
        autofocus
        value={email()}
        onInput={setEmail}
        error={emailError()}
      />
      <Field
        label={text().settings.password}
        autocomplete="off"
        value={password()}
        onInput={setPassword}
        hint={
          generated() !== '' && generated() === password()
            ? text().settings.generated
            : text().settings.passwordForThem
        }
        error={tried() && !isLong() ? text().settings.shortPassword : undefined}
      />
      <Button
        class="self-start"
        icon={<WandSparkles size={16} aria-hidden="true" />}
        onClick={() => void generate()}
      >
        {text().settings.generate}
      </Button>
      <ErrorNote error={isTaken() ? undefined : props.error} />
    </form>
  );
}

function isUserThere(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'user.exists';
}
