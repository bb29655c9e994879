import { createContext, createSignal, type ParentProps, useContext } from 'solid-js';
import type { UploadPreset } from './upload-preset.ts';

/** How every part of the panel asks for an upload. What does it is loaded apart, with UploadDesk. */
export interface Uploads {
  /** What the dialog was opened with, while it is open. */
  asked(): UploadPreset | undefined;
  /** Opens the dialog. */
  openUpload(preset?: UploadPreset): void;
  closeUpload(): void;
}

const UploadsContext = createContext<Uploads>();

export function UploadsProvider(props: ParentProps) {
  const [asked, setAsked] = createSignal<UploadPreset>();
  const uploads: Uploads = {
    asked,
    openUpload: (preset = {}) => setAsked(preset),
    closeUpload: () => setAsked(undefined),
  };
  return <UploadsContext.Provider value={uploads}>{props.children}</UploadsContext.Provider>;
}

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error('There is no UploadsProvider around this.');
  return uploads;
}
