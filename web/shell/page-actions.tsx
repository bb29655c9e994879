import { createContext, createSignal, onCleanup, type ParentProps, useContext } from 'solid-js';

/** What can be done on the page that is shown; the command palette offers it. Never what destroys. */
export interface PageAction {
  readonly label: string;
  readonly run: () => void;
}

interface PageActions {
  current(): readonly PageAction[];
  offer(actions: () => readonly PageAction[]): void;
}

const PageActionsContext = createContext<PageActions>();

export function PageActionsProvider(props: ParentProps) {
  const [offered, setOffered] = createSignal<readonly (() => readonly PageAction[])[]>([]);
  const value: PageActions = {
    current: () => offered().flatMap((actions) => actions()),
    offer(actions) {
      setOffered((others) => [...others, actions]);
      onCleanup(() => setOffered((others) => others.filter((one) => one !== actions)));
    },
  };
  return <PageActionsContext.Provider value={value}>{props.children}</PageActionsContext.Provider>;
}

export function usePageActions(): PageActions {
  const actions = useContext(PageActionsContext);
  if (!actions) throw new Error('There is no PageActionsProvider around this.');
  return actions;
}
