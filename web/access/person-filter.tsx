import { useQuery } from '@tanstack/solid-query';
import { createUniqueId, For } from 'solid-js';
import { CONTROL } from '../ui/field.tsx';
import { userListQuery } from './queries.ts';
import { useApi } from './session.tsx';

/** As many as a page of a list holds; who is not among them can be typed all the same. */
const MAX_OFFERED = 200;

export interface PersonFilterProps {
  readonly label: string;
  /** An email; empty where everybody is meant. */
  readonly value: string;
  readonly onChoose: (email: string) => void;
}

/** Narrows a list down to what one person did. Offers the users there are. */
export function PersonFilter(props: PersonFilterProps) {
  const listId = createUniqueId();
  const api = useApi();
  const users = useQuery(() => userListQuery(api, { limit: MAX_OFFERED }));
  // The page does not wait for them.
  const offered = () => (users.isSuccess ? users.data.items : []);
  return (
    <div class="min-w-0 grow sm:w-56 sm:grow-0">
      <input
        type="text"
        inputmode="email"
        autocomplete="off"
        class={CONTROL}
        aria-label={props.label}
        placeholder={props.label}
        list={listId}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value.trim())}
      />
      <datalist id={listId}>
        <For each={offered()}>{(user) => <option value={user.email} />}</For>
      </datalist>
    </div>
  );
}
