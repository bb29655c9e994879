import { TextField as Kobalte } from '@kobalte/core/text-field';
import { type JSX, Show } from 'solid-js';

export const CONTROL =
  'w-full min-h-9 rounded-lg border border-control bg-surface px-3 py-1.5 text-sm placeholder:text-soft aria-invalid:border-danger';
export const LABEL = 'text-sm font-medium';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly name?: string;
  readonly type?: 'text' | 'email' | 'password' | 'search';
  readonly autocomplete?: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, and what to do. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly autofocus?: boolean;
  readonly list?: string;
  /** Stands at the right end of the control. */
  readonly end?: JSX.Element;
}

/** A line of text with its label, its hint and what is wrong with it. */
export function Field(props: FieldProps) {
  return (
    <Kobalte
      class="flex flex-col gap-1.5"
      value={props.value}
      onChange={props.onInput}
      name={props.name ?? ''}
      required={props.required ?? false}
      readOnly={props.readOnly ?? false}
      validationState={props.error === undefined ? 'valid' : 'invalid'}
    >
      <Kobalte.Label class={LABEL}>{props.label}</Kobalte.Label>
      <div class="relative">
        <Kobalte.Input
          class={`${CONTROL} ${props.end ? 'pe-11' : ''} ${props.readOnly ? 'bg-raised' : ''}`}
          type={props.type ?? 'text'}
          autocomplete={props.autocomplete}
          autofocus={props.autofocus}
          list={props.list}
        />
        <div class="absolute inset-y-0 end-0.5 flex items-center">{props.end}</div>
      </div>
      <Show when={props.hint}>
        {(hint) => <Kobalte.Description class="text-sm text-soft">{hint()}</Kobalte.Description>}
      </Show>
      <Kobalte.ErrorMessage class="text-sm text-danger">{props.error}</Kobalte.ErrorMessage>
    </Kobalte>
  );
}
