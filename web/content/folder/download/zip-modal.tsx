import { Match, Show, Switch } from 'solid-js';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import type { ZipDownload, ZipState } from './create-zip-download.ts';

/** How far a zip is; stays until it is saved or given up. */
export function ZipModal(props: { readonly download: ZipDownload }) {
  const text = useText();
  return (
    <Modal
      open={props.download.state() !== undefined}
      onClose={() => props.download.cancel()}
      title={text().folder.zipTitle}
      actions={
        <>
          <Button onClick={() => props.download.cancel()}>{text().common.cancel}</Button>
          <Show when={props.download.state()?.step === 'much'}>
            <Button look="primary" onClick={() => props.download.confirm()}>
              {text().folder.zipAnyway}
            </Button>
          </Show>
          <Show when={props.download.state()?.step === 'failed'}>
            <Button look="primary" onClick={() => props.download.confirm()}>
              {text().common.retry}
            </Button>
          </Show>
        </>
      }
    >
      <Show when={props.download.state()}>{(state) => <ZipStatus state={state()} />}</Show>
    </Modal>
  );
}

function ZipStatus(props: { readonly state: ZipState }) {
  const text = useText();
  const format = useFormat();
  const total = () => format().bytes(props.state.wanted.size);
  const running = () => (props.state.step === 'running' ? props.state.done : undefined);
  const share = (size: number) =>
    props.state.wanted.size === 0 ? 1 : size / props.state.wanted.size;
  return (
    <Switch>
      <Match when={props.state.step === 'much'}>
        <p class="text-sm">{text().folder.zipMuch(total())}</p>
      </Match>
      <Match when={props.state.step === 'failed' && props.state}>
        {(failed) => <ErrorNote error={failed().error} />}
      </Match>
      <Match when={running()}>
        {(done) => (
          <div class="flex flex-col gap-2">
            <ProgressBar label={text().folder.zipTitle} share={share(done().size)} />
            <p class="text-sm text-soft tabular-nums">
              {text().folder.zipProgress(
                text().common.files(done().files, format().count(done().files)),
                format().bytes(done().size),
                total(),
              )}
            </p>
          </div>
        )}
      </Match>
    </Switch>
  );
}
