import { expect, test } from 'vitest';
import {
  NoAnswerError,
  StoreBusyError,
  StoreRefusedError,
  UploadGoneError,
} from '../../../api/client/push/store-errors.ts';
import type { UploadPlanBody } from '../../../api/contract/upload-bodies.ts';
import { CliError } from '../cli-error.ts';
import { stoppedError, storeError } from './push-errors.ts';

// Only what is looked at.
const PLAN = {
  upload: { id: 'u-1', expires_at: '2026-03-08T09:30:00.000Z' },
} as UploadPlanBody;
const GO_ON =
  'What was sent stays until 2026-03-08T09:30:00.000Z: run the same command again to go on.';

test.each([
  { error: new StoreBusyError('It answered 503 to a.', 1), outcome: 'unavailable' },
  { error: new NoAnswerError('s3.org', new Error('reset')), outcome: 'unavailable' },
  { error: new StoreRefusedError('It answered 403 to a.'), outcome: 'refused' },
  { error: new UploadGoneError('a'), outcome: 'refused' },
])('$error.name ends as $outcome and tells how to go on', ({ error, outcome }) => {
  const told = storeError(error, PLAN);
  expect(told).toBeInstanceOf(CliError);
  expect(told).toMatchObject({ outcome, cause: error });
  expect(told).toMatchObject({ message: expect.stringMatching(new RegExp(`^${error.message} `)) });
  expect(told).toMatchObject({ message: expect.stringContaining(GO_ON) });
});

test('another error stays as it is', () => {
  const error = new TypeError('x');
  expect(storeError(error, PLAN)).toBe(error);
});

test('a push that was stopped tells how to go on, once there is an upload', () => {
  expect(stoppedError(PLAN).message).toBe(
    `Stopped. ${GO_ON} To give it up, run "dcs upload abort u-1".`,
  );
  expect(stoppedError(undefined).message).toBe('Stopped. Nothing was sent.');
});
