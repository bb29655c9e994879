import { createSignal, Match, Show, Switch } from 'solid-js';
import type { FileNodeBody } from '../../../../api/contract/storage.ts';
import { useText } from '../../../i18n/language.tsx';
import type { PreviewKind } from './preview-kind.ts';
import { TextPreview } from './text-preview.tsx';

export interface PreviewProps {
  readonly kind: PreviewKind;
  /** Of the store, signed. */
  readonly url: string;
  readonly file: FileNodeBody;
}

/** A file as the browser shows or plays it, from the store itself. */
export function Preview(props: PreviewProps) {
  const text = useText();
  const [isBroken, setIsBroken] = createSignal(false);
  const fail = () => setIsBroken(true);
  return (
    <Show when={!isBroken()} fallback={<p class="text-sm text-soft">{text().folder.cannotShow}</p>}>
      <Switch>
        <Match when={props.kind === 'image'}>
          <img
            src={props.url}
            alt={text().folder.imageOf(props.file.name)}
            class="max-h-[26rem] w-full rounded-lg bg-raised object-contain"
            onError={fail}
          />
        </Match>
        <Match when={props.kind === 'audio'}>
          {/* biome-ignore lint/a11y/useMediaCaption: what books hold has its captions, if any, within */}
          <audio controls preload="metadata" src={props.url} class="w-full" onError={fail} />
        </Match>
        <Match when={props.kind === 'video'}>
          {/* biome-ignore lint/a11y/useMediaCaption: what books hold has its captions, if any, within */}
          <video
            controls
            preload="metadata"
            src={props.url}
            class="max-h-[26rem] w-full rounded-lg bg-raised"
            onError={fail}
          />
        </Match>
        <Match when={props.kind === 'text'}>
          <TextPreview url={props.url} file={props.file} />
        </Match>
        <Match when={props.kind === 'pdf' || props.kind === 'html'}>
          <FramedPreview {...props} />
        </Match>
      </Switch>
    </Show>
  );
}

/**
 * A document in a frame of the store's origin. A foreign page may run its scripts there, and reach
 * neither the panel nor what the store's origin holds; a PDF is what its signed type says.
 */
function FramedPreview(props: PreviewProps) {
  const text = useText();
  const frame = {
    src: props.url,
    class: 'h-[26rem] w-full rounded-lg border border-line bg-white',
  };
  return (
    <Show
      when={!isHandedOut(props.url)}
      fallback={<p class="text-sm text-soft">{text().folder.sharedOrigin}</p>}
    >
      <Show
        when={props.kind === 'html'}
        fallback={<iframe {...frame} title={text().folder.pageOf(props.file.name)} />}
      >
        <iframe
          {...frame}
          title={text().folder.pageOf(props.file.name)}
          sandbox="allow-scripts"
          referrerpolicy="no-referrer"
        />
      </Show>
    </Show>
  );
}

/** Where the store shares the panel's origin, pages are signed to be saved alone. */
function isHandedOut(url: string): boolean {
  const disposition = new URL(url).searchParams.get('response-content-disposition');
  return disposition?.startsWith('attachment') === true;
}
