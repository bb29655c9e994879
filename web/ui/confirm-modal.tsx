import { createEffect, createSignal, on, Show } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Button } from './button.tsx';
import { ErrorNote } from './error-note.tsx';
import { Field } from './field.tsx';
import { Modal } from './modal.tsx';

export interface ConfirmModalProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly description: string;
  /** What the button says: the act, not "OK". */
  readonly action: string;
  /** To be typed before the button can be used; for what cannot be undone. */
  readonly typed?: string;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
}

/** Asks before what destroys. */
export function ConfirmModal(props: ConfirmModalProps) {
  const text = useText();
  const [word, setWord] = createSignal('');
  createEffect(
    on(
      () => props.open,
      () => setWord(''),
    ),
  );
  const missing = () =>
    props.typed !== undefined && word().trim() !== props.typed
      ? text().common.typeToConfirm(props.typed)
      : undefined;
  return (
    <Modal
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      description={props.description}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
          <Button
            look="danger"
            busy={props.busy ?? false}
            disabledReason={missing()}
            onClick={() => props.onConfirm()}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <Show when={props.typed}>
        {(typed) => (
          <Field
            label={text().common.typeToConfirm(typed())}
            value={word()}
            onInput={setWord}
            autocomplete="off"
            autofocus
          />
        )}
      </Show>
      <ErrorNote error={props.error} />
    </Modal>
  );
}
