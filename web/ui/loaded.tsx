import { type Accessor, type JSX, Show } from 'solid-js';
import { dataOf } from './data-of.ts';
import { ErrorNote } from './error-note.tsx';
import { Skeleton } from './skeleton.tsx';

export interface LoadedProps<Data> {
  /** As `useQuery` gives it. */
  readonly query: {
    readonly isPending: boolean;
    readonly data: Data | undefined;
    readonly error: unknown;
    refetch(): Promise<unknown>;
  };
  /** Lines of the skeleton; 3 unless given. */
  readonly lines?: number;
  readonly children: (data: Accessor<NonNullable<Data>>) => JSX.Element;
}

/** What was asked for once it is there: a skeleton before, and what went wrong with the way to try again. */
export function Loaded<Data>(props: LoadedProps<Data>) {
  return (
    <>
      <ErrorNote error={props.query.error} onRetry={() => void props.query.refetch()} />
      <Show when={dataOf(props.query)} fallback={<Bones query={props.query} lines={props.lines} />}>
        {(data) => props.children(data)}
      </Show>
    </>
  );
}

/** Nothing is on the way once it has failed. */
function Bones(props: {
  readonly query: { readonly error: unknown };
  readonly lines?: number | undefined;
}) {
  return (
    <Show when={props.query.error == null}>
      <Skeleton lines={props.lines ?? 3} />
    </Show>
  );
}
