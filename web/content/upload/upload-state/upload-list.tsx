import { useQueryClient } from '@tanstack/solid-query';
import { createContext, createSignal, onCleanup, type ParentProps, useContext } from 'solid-js';
import { useSession } from '../../../access/session.tsx';
import type { PickedFolder } from '../folder/picked-folder.ts';
import { createSliceHasher, type SliceHasher } from '../transfer/slice-hasher.ts';
import { Upload, type UploadSurroundings } from './upload.ts';
import { lockedUploads } from './upload-lock.ts';
import type { ReadFolder } from './upload-run.ts';
import { createUploadStore, type KeptUpload } from './upload-store.ts';

/** What of an upload was looked at before it began. */
type ReviewedUpload = Pick<KeptUpload, 'target' | 'baseRevision'>;

/** The uploads of whoever is signed in. They go on while pages change, and end with the session. */
export interface UploadList {
  /** The newest first. */
  all(): readonly Upload[];
  begin(read: ReadFolder, reviewed: ReviewedUpload): void;
  /** Takes one that is over off the list. */
  dismiss(upload: Upload): void;
  readonly hasher: SliceHasher;
}

const UploadListContext = createContext<UploadList>();

export function UploadListProvider(props: ParentProps) {
  const list = createUploadList();
  return <UploadListContext.Provider value={list}>{props.children}</UploadListContext.Provider>;
}

export function useUploadList(): UploadList {
  const list = useContext(UploadListContext);
  if (!list) throw new Error('There is no UploadListProvider around this.');
  return list;
}

function createUploadList(): UploadList {
  const userId = useSession().user()?.id ?? '';
  const [all, setAll] = createSignal<readonly Upload[]>([]);
  const around = createSurroundings(all);

  /** What a reload or a crash interrupted; what another tab is working on is left to it. */
  async function addKept(): Promise<void> {
    const [kept, locked] = await Promise.all([around.store.list(userId), lockedUploads()]);
    const left = kept.filter(({ id }) => !locked.has(id)).map((one) => new Upload(around, one));
    setAll([...all(), ...left]);
    for (const upload of left) void upload.lookUp();
  }

  void addKept();
  const active = () => all().filter((upload) => upload.isActive());
  listen('beforeunload', (event) => active().length > 0 && event.preventDefault());
  onCleanup(() => {
    for (const upload of all()) upload.stop();
  });

  return {
    all,
    hasher: around.hasher,
    begin(read, reviewed) {
      const upload = new Upload(around, newUpload(userId, read.folder, reviewed));
      setAll([upload, ...all()]);
      upload.begin(read);
    },
    dismiss: (upload) => setAll(all().filter((one) => one !== upload)),
  };
}

function newUpload(
  userId: string,
  { root, handle }: PickedFolder,
  reviewed: ReviewedUpload,
): KeptUpload {
  const startedAt = new Date().toISOString();
  return { id: crypto.randomUUID(), userId, ...reviewed, folderName: root.name, handle, startedAt };
}

function createSurroundings(all: () => readonly Upload[]): UploadSurroundings {
  const queries = useQueryClient();
  const [isOnline, setOnline] = createSignal(navigator.onLine);
  const changed = () => {
    setOnline(navigator.onLine);
    for (const upload of all()) upload.connectionChanged();
  };
  listen('online', changed);
  listen('offline', changed);
  const hasher = createSliceHasher();
  onCleanup(() => void hasher.close());
  return {
    api: useSession().api,
    hasher,
    store: createUploadStore(),
    isOnline,
    // Lists, trees, sizes, the trail: all of it tells of what was published.
    onPublished: () => void queries.invalidateQueries(),
  };
}

function listen(type: 'beforeunload' | 'online' | 'offline', handle: (event: Event) => void): void {
  window.addEventListener(type, handle);
  onCleanup(() => window.removeEventListener(type, handle));
}
