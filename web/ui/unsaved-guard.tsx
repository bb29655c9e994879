import { useBeforeLeave } from '@solidjs/router';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';

/** Asks before something that was typed and not saved is lost. */
export interface UnsavedGuard {
  /** Leaves, at once where nothing would be lost. */
  leave(how: () => void): void;
  isAsking(): boolean;
  /** The answer. */
  settle(isLeft: boolean): void;
}

/** Stands in the way of closing, of another page and of closing the tab, while `isDirty`. */
export function createUnsavedGuard(isDirty: () => boolean): UnsavedGuard {
  const [asked, setAsked] = createSignal<() => void>();
  useBeforeLeave((event) => {
    if (!isDirty() || event.defaultPrevented) return;
    event.preventDefault();
    setAsked(() => () => event.retry(true));
  });
  createEffect(() => {
    if (!isDirty()) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    onCleanup(() => removeEventListener('beforeunload', warn));
  });
  return {
    leave(how) {
      if (isDirty()) setAsked(() => how);
      else how();
    },
    isAsking: () => asked() !== undefined,
    settle(isLeft) {
      const how = asked();
      setAsked(undefined);
      if (isLeft) how?.();
    },
  };
}

export function UnsavedModal(props: { readonly guard: UnsavedGuard }) {
  const text = useText();
  return (
    <Modal
      open={props.guard.isAsking()}
      onClose={() => props.guard.settle(false)}
      title={text().common.unsaved}
      actions={
        <>
          <Button onClick={() => props.guard.settle(false)}>{text().common.stay}</Button>
          <Button look="danger" onClick={() => props.guard.settle(true)}>
            {text().common.leave}
          </Button>
        </>
      }
    />
  );
}
