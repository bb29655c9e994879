import { A } from '@solidjs/router';
import { Match, type ParentProps, Show, Switch } from 'solid-js';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { paths } from '../../../paths.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { explainedError } from '../explained-error.ts';
import type { Upload } from '../upload-state/upload.ts';
import { ElsewhereError } from '../upload-state/upload-lock.ts';
import type { UploadTarget } from '../upload-target.ts';
import { useUploadText } from '../upload-text.ts';
import { GoOnWithFolder } from './go-on-with-folder.tsx';
import { stayingInTray } from './tray-focus.ts';

/** What became of an upload, and what can be done about it. */
export function UploadOutcome(props: { readonly upload: Upload }) {
  const words = useUploadText();
  return (
    <Switch>
      <Match when={props.upload.doubt()?.kind === 'other-content'}>
        <Doubt>{words().otherContent}</Doubt>
      </Match>
      <Match when={props.upload.doubt()?.kind === 'other-revision'}>
        <Doubt>{words().otherRevision}</Doubt>
        <div>
          <Button onClick={stayingInTray(() => props.upload.publishOver())}>
            {words().publishOver}
          </Button>
        </div>
      </Match>
      <Match when={props.upload.state() === 'done'}>
        <Published upload={props.upload} />
      </Match>
      <Match when={props.upload.error() instanceof ElsewhereError}>
        <Elsewhere upload={props.upload} />
      </Match>
      <Match when={props.upload.needsFolder()}>
        <ErrorNote error={explainedError(props.upload.error(), words())} />
        <GoOnWithFolder upload={props.upload} />
      </Match>
      <Match when={props.upload.state() === 'failed'}>
        <ErrorNote
          error={explainedError(props.upload.error(), words())}
          onRetry={stayingInTray(() => props.upload.retry())}
        />
      </Match>
    </Switch>
  );
}

/** The other tab may be closed, or done with it. */
function Elsewhere(props: { readonly upload: Upload }) {
  const text = useText();
  const words = useUploadText();
  return (
    <>
      <p role="alert" class="text-sm">
        {words().elsewhere}
      </p>
      <Show
        when={props.upload.needsFolder()}
        fallback={
          <div>
            <Button onClick={stayingInTray(() => props.upload.retry())}>
              {text().common.retry}
            </Button>
          </div>
        }
      >
        <GoOnWithFolder upload={props.upload} />
      </Show>
    </>
  );
}

function Doubt(props: ParentProps) {
  return (
    <p role="alert" class="rounded-lg bg-warn-ground px-3 py-2 text-sm">
      {props.children}
    </p>
  );
}

function Published(props: { readonly upload: Upload }) {
  const words = useUploadText();
  const format = useFormat();
  const told = () => {
    const receipt = props.upload.receipt();
    return receipt?.changed
      ? words().published(format().count(receipt.revision))
      : words().unchangedResult;
  };
  const target = () => props.upload.kept().target;
  return (
    <div class="flex flex-wrap items-center justify-between gap-2">
      <p class="text-sm text-good">{told()}</p>
      <A href={placeOf(target())} class={buttonClass()}>
        {target().type === 'book' ? words().openBook : words().openBuild}
      </A>
    </div>
  );
}

function placeOf(target: UploadTarget): string {
  return target.type === 'book'
    ? paths.book(target.bookId)
    : paths.build(target.platform, target.version);
}
