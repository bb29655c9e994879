import { For, Show } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { useText } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Field } from '../../ui/field.tsx';
import { BookConflict } from './book-conflict.tsx';
import type { EditedField } from './book-values.ts';
import type { BookEdit } from './create-book-edit.ts';
import { fieldLabel } from './field-label.ts';

const TEXT_FIELDS = ['book_name', 'publisher', 'language', 'category', 'version'] as const;

export interface EditBookFormProps {
  readonly id: string;
  readonly edit: BookEdit;
}

export function EditBookForm(props: EditBookFormProps) {
  const text = useText();
  const isTaken = () => {
    const error = props.edit.error();
    return error instanceof ApiError && error.code === 'book.exists';
  };
  const wrongIn = (field: EditedField) => {
    if (field === 'book_name' && isTaken()) return text().errors.codes['book.exists'];
    if (!props.edit.isWrong(field)) return undefined;
    return props.edit.values()[field] === '' ? text().common.required : ruleOf(field);
  };
  const ruleOf = (field: EditedField) => {
    const { labelRule, languageRule, nameRule } = text().book;
    if (field === 'language') return languageRule;
    return field === 'publisher' || field === 'book_name' ? nameRule : labelRule;
  };
  return (
    <form
      id={props.id}
      novalidate
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        props.edit.save();
      }}
    >
      <BookConflict edit={props.edit} />
      <For each={TEXT_FIELDS}>
        {(field) => (
          <Field
            label={fieldLabel(field, text())}
            name={field}
            required
            autocomplete="off"
            hint={field === 'language' ? text().book.languageHint : undefined}
            value={props.edit.values()[field]}
            error={wrongIn(field)}
            onInput={(value) => props.edit.set(field, value)}
          />
        )}
      </For>
      <Choice
        label={text().books.status}
        value={props.edit.values().status}
        options={(['draft', 'published'] as const).map((value) => ({
          value,
          label: text().books.statuses[value],
        }))}
        onChoose={(status) => props.edit.set('status', status)}
      />
      <Show when={props.edit.movesFiles()}>
        <p role="status" class="rounded-lg bg-warn-ground px-4 py-3 text-sm">
          {text().book.renames}
        </p>
      </Show>
      <ErrorNote error={isTaken() ? undefined : props.edit.error()} />
    </form>
  );
}
