import { useQuery } from '@tanstack/solid-query';
import { useApi } from '../../../access/session.tsx';
import { useText } from '../../../i18n/language.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { bookListQuery } from '../../books/queries.ts';
import { useUploadText } from '../upload-text.ts';
import { faultText } from './fault-text.ts';
import { Suggestions } from './suggestions.tsx';
import type { UploadDraft } from './upload-draft.ts';

/** Of so many books, those changed last, the publishers and categories are suggested. */
const SUGGESTED_FROM = 200;

const AFTERWARDS = ['published', 'draft'] as const;
type SuggestedField = 'publisher' | 'language' | 'category';

/** What a book is made with. */
export function NewBookForm(props: { readonly draft: UploadDraft }) {
  const text = useText();
  const words = useUploadText();
  const api = useApi();
  const known = useQuery(() => bookListQuery(api, { sort: '-updated_at', limit: SUGGESTED_FROM }));
  const suggested = (field: SuggestedField) =>
    [...new Set((known.isSuccess ? known.data.items : []).map((book) => book[field]))].sort();
  const field = (name: SuggestedField | 'book_name' | 'version', wrong: string) => ({
    name,
    value: props.draft.newBook[name],
    onInput: (value: string) => props.draft.setNewBook({ [name]: value }),
    required: true,
    autocomplete: 'off',
    error: faultText(props.draft.fault(name), text(), wrong),
  });
  return (
    <div class="grid gap-4 sm:grid-cols-2">
      <Field label={words().bookName} {...field('book_name', words().badName)} />
      <Field
        label={words().publisher}
        list="upload-publishers"
        {...field('publisher', words().badName)}
      />
      <Field
        label={words().language}
        hint={words().languageHint}
        list="upload-languages"
        {...field('language', words().badLanguage)}
      />
      <Field
        label={words().category}
        list="upload-categories"
        {...field('category', words().badLabel)}
      />
      <Field label={words().version} {...field('version', words().badLabel)} />
      <Choice
        label={words().afterwards}
        value={props.draft.newBook.status}
        options={AFTERWARDS.map((value) => ({
          value,
          label: words().afterwardsOptions[value],
        }))}
        onChoose={(status) => props.draft.setNewBook({ status })}
      />
      <Suggestions id="upload-publishers" values={suggested('publisher')} />
      <Suggestions id="upload-languages" values={suggested('language')} />
      <Suggestions id="upload-categories" values={suggested('category')} />
    </div>
  );
}
