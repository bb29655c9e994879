import { MAX_FILE_BYTES } from './part-rule.ts';
import type { Platform } from './platforms.ts';

/** Which of the rules bind a folder. Those not named here bind every folder. */
export interface ManifestRules {
  /** Names must be such as Windows can hold. */
  readonly windowsNames: boolean;
  /** Paths that differ only in case collide. */
  readonly foldCase: boolean;
  readonly links: boolean;
}

export const BOOK_RULES: ManifestRules = { windowsNames: true, foldCase: true, links: false };

const BUILD_RULES: Readonly<Record<Platform, ManifestRules>> = {
  windows: { windowsNames: true, foldCase: true, links: true },
  macos: { windowsNames: false, foldCase: true, links: true },
  linux: { windowsNames: false, foldCase: false, links: true },
};

/** The rules for an app build. */
export function buildRules(platform: Platform): ManifestRules {
  return BUILD_RULES[platform];
}

/** What a resulting folder may hold at most. */
export interface ManifestLimits {
  /** Bytes of one file; never more than S3's 5 TiB. */
  readonly maxFileBytes: number;
  /** Files, links and directories kept though empty, together. */
  readonly maxFiles: number;
  /** Bytes of all files together. */
  readonly maxBytes: number;
}

export const DEFAULT_MANIFEST_LIMITS: ManifestLimits = {
  maxFileBytes: MAX_FILE_BYTES,
  maxFiles: 200_000,
  maxBytes: 200 * 1024 ** 3,
};

/** One thing a folder holds. Sizes are bytes. */
export type FolderEntry =
  | { readonly kind: 'file'; readonly path: string; readonly size: number }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };
