import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { IconButton } from '../ui/button.tsx';
import { Field, type FieldProps } from '../ui/field.tsx';

/** A password, which is shown to whoever asks for it. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'end'>) {
  const text = useText();
  const [isShown, setShown] = createSignal(false);
  return (
    <Field
      {...props}
      type={isShown() ? 'text' : 'password'}
      end={
        <IconButton
          label={isShown() ? text().access.hidePassword : text().access.showPassword}
          icon={
            isShown() ? (
              <EyeOff size={16} aria-hidden="true" />
            ) : (
              <Eye size={16} aria-hidden="true" />
            )
          }
          onClick={() => setShown(!isShown())}
        />
      }
    />
  );
}
