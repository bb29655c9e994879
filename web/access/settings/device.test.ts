import { describe, expect, it } from 'vitest';
import { deviceOf } from './device.ts';

const MOZILLA = 'Mozilla/5.0';
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('what somebody signed in with', () => {
  it.each([
    [
      `${MOZILLA} (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0`,
      'Firefox',
      'Windows',
    ],
    [`${MOZILLA} (X11; Linux x86_64) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36`, 'Chrome', 'Linux'],
    [
      `${MOZILLA} (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/130.0.0.0 Safari/537.36`,
      'Chrome',
      'Linux',
    ],
    [
      `${MOZILLA} (Windows NT 10.0) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`,
      'Edge',
      'Windows',
    ],
    [
      `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`,
      'Safari',
      'macOS',
    ],
    [
      `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} CriOS/130.0 Safari/604.1`,
      'Chrome',
      'iOS',
    ],
    [
      `${MOZILLA} (Linux; Android 14; K) ${WEBKIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Safari/537.36`,
      'Samsung Internet',
      'Android',
    ],
    ['something else', undefined, undefined],
  ])('is told by %s', (userAgent, browser, system) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system, isCommandLine: false });
  });

  it('is the command line where no browser is', () => {
    expect(deviceOf('node').isCommandLine).toBe(true);
  });
});
