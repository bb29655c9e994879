import type { Text } from '../../i18n/en.ts';
import { deviceOf } from './device.ts';

/** What a session was opened with: `Firefox on Windows`. */
export function deviceInWords(userAgent: string | null, { settings }: Text): string {
  if (userAgent === null) return settings.notKnown;
  const { browser, system, isCommandLine } = deviceOf(userAgent);
  if (isCommandLine) return settings.commandLine;
  if (browser === undefined) return userAgent;
  return system === undefined ? browser : settings.browserOn(browser, system);
}
