import Search from 'lucide-solid/icons/search';
import { createSignal, onCleanup } from 'solid-js';
import { CONTROL } from './field.tsx';

const TYPING_MS = 250;

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** Called once typing pauses. */
  readonly onSearch: (value: string) => void;
}

/** Narrows a list down as it is typed into. */
export function SearchField(props: SearchFieldProps) {
  const [typed, setTyped] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const search = () => {
    clearTimeout(timer);
    const value = typed();
    setTyped(undefined);
    if (value !== undefined) props.onSearch(value);
  };
  return (
    <div class="relative w-full sm:w-72">
      <Search
        size={16}
        aria-hidden="true"
        class="pointer-events-none absolute inset-y-0 start-3 my-auto text-soft"
      />
      <input
        type="search"
        class={`${CONTROL} ps-9`}
        aria-label={props.label}
        placeholder={props.label}
        value={typed() ?? props.value}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          clearTimeout(timer);
          timer = setTimeout(search, TYPING_MS);
        }}
        onKeyDown={(event) => event.key === 'Enter' && search()}
      />
    </div>
  );
}
