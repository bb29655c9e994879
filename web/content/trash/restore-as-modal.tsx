import { createSignal, For, Show } from 'solid-js';
import { BuildVersion } from '../../../api/contract/build-names.ts';
import { Name } from '../../../api/contract/names.ts';
import type { NewPlace, TrashItemBody } from '../../../api/contract/trash.ts';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { isNameTaken } from './create-row-acts.ts';
import { placeBeside, trashTitle } from './trash-item.ts';

export interface RestoreAsModalProps {
  /** What cannot come back under its own name; undefined while nothing is asked. */
  readonly item: TrashItemBody | undefined;
  readonly onClose: () => void;
  readonly onRestore: (item: TrashItemBody, as: NewPlace) => void;
  readonly busy: boolean;
  /** Why the name given here was refused. */
  readonly error: unknown;
}

/** Asks for another name, since somebody else has the old one now. */
export function RestoreAsModal(props: RestoreAsModalProps) {
  const text = useText();
  const formId = 'restore-as';
  return (
    <Modal
      open={props.item !== undefined}
      onClose={props.onClose}
      title={text().trash.restoreAs}
      description={props.item && text().trash.restoreAsHint(trashTitle(props.item))}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
          <Button look="primary" type="submit" form={formId} busy={props.busy}>
            {text().trash.restore}
          </Button>
        </>
      }
    >
      <Show when={props.item} keyed>
        {(item) => (
          <RestoreAsForm
            id={formId}
            first={placeBeside(item)}
            onSubmit={(as) => props.onRestore(item, as)}
            error={props.error}
          />
        )}
      </Show>
    </Modal>
  );
}

interface RestoreAsFormProps {
  readonly id: string;
  readonly first: NewPlace;
  readonly onSubmit: (as: NewPlace) => void;
  readonly error: unknown;
}

function RestoreAsForm(props: RestoreAsFormProps) {
  const text = useText();
  const [place, setPlace] = createSignal<Readonly<Record<string, string>>>({ ...props.first });
  const [tried, setTried] = createSignal<Readonly<Record<string, string>>>();
  const names = () => Object.keys(place());
  const labels = () => ({
    publisher: text().trash.publisher,
    book_name: text().trash.bookName,
    version: text().trash.version,
  });

  function wrong(name: string): string | undefined {
    const isVersion = name === 'version';
    const { success } = (isVersion ? BuildVersion : Name).safeParse(place()[name]);
    if (success) return undefined;
    return isVersion ? text().trash.badVersion : text().trash.badName;
  }

  /** The name as it was sent was taken; any other may be free. */
  const taken = (name: string) =>
    name === names().at(-1) && tried() === place() && isNameTaken(props.error)
      ? text().trash.alsoTaken
      : undefined;

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (names().some((name) => wrong(name) !== undefined)) return;
    setTried(place());
    props.onSubmit(place() as NewPlace); // the members it began with
  }

  return (
    <form id={props.id} class="flex flex-col gap-4" noValidate onSubmit={submit}>
      <For each={Object.keys(props.first) as (keyof ReturnType<typeof labels>)[]}>
        {(name) => (
          <Field
            label={labels()[name]}
            value={place()[name] ?? ''}
            onInput={(value) => setPlace({ ...place(), [name]: value })}
            error={wrong(name) ?? taken(name)}
            autocomplete="off"
            autofocus={name === names().at(-1)}
          />
        )}
      </For>
      <ErrorNote error={isNameTaken(props.error) ? undefined : props.error} />
    </form>
  );
}
