import { Match, Show, Switch } from 'solid-js';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { useUploadText } from '../upload-text.ts';
import { BookChoice } from './book-choice.tsx';
import { BuildForm } from './build-form.tsx';
import { FolderChoice } from './folder-choice.tsx';
import { NewBookForm } from './new-book-form.tsx';
import { PURPOSES, type UploadDraft } from './upload-draft.ts';

/** The first step: which folder, and what it is for. */
export function ChooseStep(props: { readonly draft: UploadDraft }) {
  const words = useUploadText();
  return (
    <div class="flex flex-col gap-5">
      <Show when={!isSecureContext}>
        <p role="alert" class="rounded-lg bg-danger-ground px-4 py-3 text-sm">
          {words().insecure}
        </p>
      </Show>
      <FolderChoice draft={props.draft} />
      <RadioGroup
        label={words().purpose}
        value={props.draft.purpose()}
        options={PURPOSES.map((value) => ({ value, label: words().purposes[value] }))}
        onChoose={props.draft.setPurpose}
      />
      <Switch>
        <Match when={props.draft.purpose() === 'existing'}>
          <BookChoice draft={props.draft} />
        </Match>
        <Match when={props.draft.purpose() === 'new'}>
          <NewBookForm draft={props.draft} />
        </Match>
        <Match when={props.draft.purpose() === 'build'}>
          <BuildForm draft={props.draft} />
        </Match>
      </Switch>
    </div>
  );
}
