import { canRun, findProgram } from '../find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A Chromium that is installed here, or undefined. */
export function findChromium(): string | undefined {
  return findProgram(NAMES) ?? MAC.find(canRun);
}
