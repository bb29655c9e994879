import { createEffect, createSignal, onCleanup } from 'solid-js';
import { useApi } from '../../../access/session.tsx';
import { useLanguages } from '../../../i18n/language.tsx';
import { type Review, type ReviewedTarget, startReview } from '../review/review.ts';
import type { UploadPreset } from '../upload-preset.ts';
import { makeBook, unmakeBook } from '../upload-state/book-of-upload.ts';
import { useUploadList } from '../upload-state/upload-list.tsx';
import { useUploads } from '../uploads.tsx';
import { createUploadDraft, type UploadDraft } from './upload-draft.ts';

/** The way through the upload dialog: choose, look, start. */
export interface UploadFlow {
  readonly draft: UploadDraft;
  /** Undefined in the first step. */
  review(): Review | undefined;
  /** Why it could not be started. */
  error(): unknown;
  isStarting(): boolean;
  /** Reads the folder, once more if it was; what is missing or wrong is told instead. */
  look(): void;
  back(): void;
  start(): Promise<void>;
}

/** @param preset what the dialog was opened with; a folder dropped later comes in by it as well */
export function createUploadFlow(preset: () => UploadPreset): UploadFlow {
  const api = useApi();
  const uploads = useUploads();
  const list = useUploadList();
  const draft = createUploadDraft(preset(), useLanguages().current());
  const [review, setReview] = createSignal<Review>();
  const [error, setError] = createSignal<unknown>();
  const [isStarting, setStarting] = createSignal(false);

  function show(next: Review | undefined): void {
    review()?.stop();
    setError(undefined);
    setReview(next);
  }

  function look(): void {
    const folder = draft.folder();
    const target = draft.finish();
    if (folder && target) show(startReview({ api, hasher: list.hasher }, { folder, target }));
  }

  async function targetOf(reviewed: ReviewedTarget) {
    return reviewed.type === 'new-book' ? makeBook(api, reviewed.book) : reviewed;
  }

  createEffect((before: UploadPreset) => {
    const { folder } = preset();
    if (folder && folder !== before.folder) {
      show(undefined);
      draft.setFolder(folder);
    }
    return preset();
  }, preset());
  onCleanup(() => show(undefined));

  return {
    draft,
    review,
    error,
    isStarting,
    look,
    back: () => show(undefined),
    async start() {
      const reviewed = review();
      const result = reviewed?.result();
      if (!reviewed || result?.kind !== 'changes') return;
      const { folder, digests, target } = reviewed;
      setStarting(true);
      setError(undefined);
      try {
        const { listing, baseRevision } = result;
        const made = await targetOf(target);
        // Whoever went back or closed the dialog meanwhile wants none of it.
        if (review() !== reviewed) return await unmakeBook(api, made);
        list.begin({ folder, digests, listing }, { target: made, baseRevision });
        uploads.closeUpload();
      } catch (failure) {
        setError(failure);
      } finally {
        setStarting(false);
      }
    },
  };
}
