import { createSignal } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Over whatever was being done when the session ended; it goes on once its user has signed in again. */
export function SessionEndedModal() {
  const text = useText();
  const session = useSession();
  const [isLeaving, setLeaving] = createSignal(false);
  const [error, setError] = createSignal<unknown>();

  async function leave(): Promise<void> {
    setLeaving(true);
    setError(undefined);
    await session.signOut().catch(setError);
    setLeaving(false);
  }

  return (
    <Modal
      open
      onClose={() => {}}
      title={text().access.sessionEnded}
      description={text().access.sessionEndedHint}
      actions={
        <Button look="quiet" busy={isLeaving()} onClick={() => void leave()}>
          {text().access.notYou}
        </Button>
      }
    >
      <ErrorNote error={error()} />
      <SignInForm email={session.user()?.email ?? ''} />
    </Modal>
  );
}
