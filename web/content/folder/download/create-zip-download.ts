import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import type { NodeBody } from '../../../../api/contract/storage.ts';
import { useText } from '../../../i18n/language.tsx';
import { notify } from '../../../ui/notify.ts';
import type { ContentFolder } from '../content-folder.ts';
import { manifestQuery } from '../queries.ts';
import { canWriteToDisk, openSink } from './open-sink.ts';
import { contentOf } from './wanted-content.ts';
import type { ZipProgress } from './zip-files.ts';

/** Above this, a zip that has to fit into memory is asked about first. */
const MUCH_BYTES = 500_000_000;

export interface ZipWanted {
  readonly folder: ContentFolder;
  readonly revision: number;
  /** Undefined for everything. */
  readonly nodes: readonly NodeBody[] | undefined;
  readonly files: number;
  readonly size: number;
}

/** How far the making of a zip is. */
export type ZipState =
  | { readonly step: 'much' | 'running'; readonly wanted: ZipWanted; readonly done: ZipProgress }
  | { readonly step: 'failed'; readonly wanted: ZipWanted; readonly error: unknown };

export interface ZipDownload {
  /** Undefined while there is none. */
  state(): ZipState | undefined;
  start(wanted: ZipWanted): void;
  /** Goes on though it takes much memory. */
  confirm(): void;
  /** Gives it up, and leaves nothing behind. */
  cancel(): void;
}

const NONE_YET: ZipProgress = { files: 0, size: 0 };

export function createZipDownload(): ZipDownload {
  const text = useText();
  const queries = useQueryClient();
  const [state, setState] = createSignal<ZipState>();
  let stopping = new AbortController();

  async function run(wanted: ZipWanted): Promise<void> {
    const { folder, revision, nodes } = wanted;
    const fileName = `${folder.fileName}.zip`;
    const sink = await openSink(fileName);
    if (!sink) return setState(undefined);
    stopping = new AbortController();
    const { signal } = stopping;
    setState({ step: 'running', wanted, done: NONE_YET });
    try {
      const { zipFiles } = await import('./zip-files.ts');
      const manifest = await queries.fetchQuery(manifestQuery(folder, revision));
      const content = nodes ? contentOf(manifest, nodes) : manifest;
      const onProgress = (done: ZipProgress) =>
        signal.aborted || setState({ step: 'running', wanted, done });
      await sink.write(zipFiles(folder, content, { signal, onProgress }), signal);
      setState(undefined);
      notify({ title: text().folder.zipSaved(fileName) });
    } catch (error) {
      if (!signal.aborted) setState({ step: 'failed', wanted, error });
    }
  }

  return {
    state,
    start(wanted) {
      const isMuch = wanted.size > MUCH_BYTES && !canWriteToDisk();
      if (isMuch) setState({ step: 'much', wanted, done: NONE_YET });
      else void run(wanted);
    },
    confirm() {
      const asked = state();
      if (asked) void run(asked.wanted);
    },
    cancel() {
      stopping.abort();
      setState(undefined);
    },
  };
}
