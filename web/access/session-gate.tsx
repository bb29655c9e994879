import { type JSX, Match, Switch } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Button } from '../ui/button.tsx';
import { SessionProvider } from './session.tsx';
import type { SessionStart } from './session-start.ts';

export interface SessionGateProps {
  readonly start: SessionStart;
  readonly children: JSX.Element;
}

/** What is within is shown once it is known who uses it. */
export function SessionGate(props: SessionGateProps) {
  return (
    <Switch>
      <Match when={props.start.session()}>
        {(session) => <SessionProvider session={session()}>{props.children}</SessionProvider>}
      </Match>
      <Match when={props.start.state() !== 'opening'}>
        <Unreachable start={props.start} />
      </Match>
    </Switch>
  );
}

function Unreachable(props: { readonly start: SessionStart }) {
  const text = useText();
  const isTrying = () => props.start.state() === 'delayed';
  return (
    <main class="grid min-h-dvh place-items-center bg-canvas p-4">
      <div class="flex max-w-sm flex-col items-center gap-4 text-center">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="40" height="40" />
        <h1 class="text-xl font-semibold">{text().access.unreachable}</h1>
        <p role="status" class="text-sm text-soft">
          {isTrying() ? text().access.tryingAgain : text().access.unreachableHint}
        </p>
        <Button busy={isTrying()} onClick={() => props.start.retry()}>
          {text().common.retry}
        </Button>
      </div>
    </main>
  );
}
