/** The first that is found: most browsers also name those they want to be taken for. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];
/** What the runtime of the command line calls itself. */
const COMMAND_LINE = /^(?:node|undici)\b/;

/** What somebody signed in with, as far as it tells. */
export interface Device {
  readonly browser: string | undefined;
  readonly system: string | undefined;
  readonly isCommandLine: boolean;
}

export function deviceOf(userAgent: string): Device {
  const found = (list: typeof BROWSERS) => list.find(([sign]) => sign.test(userAgent))?.[1];
  return {
    browser: found(BROWSERS),
    system: found(SYSTEMS),
    isCommandLine: COMMAND_LINE.test(userAgent),
  };
}
