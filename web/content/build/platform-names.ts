import type { Platform } from '../../../api/contract/platforms.ts';

/** As their makers write them, in every language. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
};
