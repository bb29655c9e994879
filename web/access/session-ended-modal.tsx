import { useText } from '../i18n/language.tsx';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Over whatever was being done when the session ended; it goes on once its user has signed in again. */
export function SessionEndedModal() {
  const text = useText();
  const session = useSession();
  return (
    <Modal
      open
      onClose={() => {}}
      title={text().access.sessionEnded}
      description={text().access.sessionEndedHint}
      actions={
        <Button look="quiet" onClick={() => void session.signOut()}>
          {text().access.notYou}
        </Button>
      }
    >
      <SignInForm email={session.user()?.email ?? ''} />
    </Modal>
  );
}
