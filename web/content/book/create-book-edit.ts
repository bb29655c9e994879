import { useMutation, useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { type BookBody, updateBook } from '../../../api/contract/books.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { notify } from '../../ui/notify.ts';
import { bookKeys, bookQuery } from '../books/queries.ts';
import {
  type BookValues,
  changedFields,
  conflictsOf,
  EDITED_FIELDS,
  type EditedField,
  type FieldConflict,
  isValid,
  valuesOf,
} from './book-values.ts';

/** A book as it was read, with the tag that a change of it names. */
export interface HeldBook {
  readonly book: BookBody;
  readonly etag: string;
}

/** The editing of a book, on top of what was read last. */
export interface BookEdit {
  values(): BookValues;
  set(field: EditedField, value: string): void;
  /** Whether a field was found wrong when it was to be saved. */
  isWrong(field: EditedField): boolean;
  isDirty(): boolean;
  /** Its files go to another place with its new name. */
  movesFiles(): boolean;
  conflicts(): readonly FieldConflict[];
  isSaving(): boolean;
  error(): unknown;
  /** Saves what is right; what is not is marked, and a conflict is told. */
  save(): void;
}

export function createBookEdit(start: HeldBook, onSaved: () => void): BookEdit {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [held, setHeld] = createSignal(start);
  const [values, setValues] = createSignal(valuesOf(start.book));
  const [wrong, setWrong] = createSignal<readonly EditedField[]>([]);
  const [unread, setUnread] = createSignal<unknown>();
  const [conflicts, setConflicts] = createSignal<readonly FieldConflict[]>([]);
  const base = () => valuesOf(held().book);
  const changed = () => changedFields(base(), values());

  const saving = useMutation(() => ({
    mutationFn: async () => {
      const input = {
        params: { book_id: start.book.id },
        headers: { 'if-match': held().etag },
        body: Object.fromEntries(changed().map((field) => [field, values()[field]])),
      };
      const { body, headers } = await api.call(updateBook, input);
      return { book: body, etag: headers.get('etag') ?? '' };
    },
    onSuccess: async (saved) => {
      setHeld(saved);
      setValues(valuesOf(saved.book));
      notify({ title: text().book.saved });
      onSaved();
      queries.setQueryData(bookKeys.one(start.book.id), saved);
      await queries.invalidateQueries({ queryKey: bookKeys.all });
    },
    onMutate: () => setUnread(undefined),
    onError: (error) => (isStale(error) ? takeUp().catch(setUnread) : undefined),
  }));

  /** Goes on from what somebody else saved, and tells what of it differs. */
  async function takeUp(): Promise<void> {
    const query = bookQuery(api, start.book.id);
    const theirs = await queries.fetchQuery({ ...query, staleTime: 0 });
    const found = conflictsOf(base(), values(), valuesOf(theirs.book));
    const taken = found.filter(({ isTouched }) => !isTouched);
    setHeld(theirs);
    setValues({
      ...values(),
      ...Object.fromEntries(taken.map((conflict) => [conflict.field, conflict.theirs])),
    });
    setConflicts(found);
  }

  return {
    values,
    conflicts,
    set(field, value) {
      setValues({ ...values(), [field]: value });
      setWrong(wrong().filter((one) => one !== field));
    },
    isWrong: (field) => wrong().includes(field),
    isDirty: () => changed().length > 0,
    movesFiles: () =>
      held().book.revision > 0 &&
      changed().some((field) => field === 'publisher' || field === 'book_name'),
    isSaving: () => saving.isPending,
    error: () => (isStale(saving.error) ? unread() : saving.error),
    save() {
      setWrong(EDITED_FIELDS.filter((field) => !isValid(field, values()[field])));
      if (wrong().length === 0 && changed().length > 0) saving.mutate();
    },
  };
}

function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'request.precondition_failed';
}
