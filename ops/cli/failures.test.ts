import { expect, test } from 'vitest';
import { ApiError, UnreachableError } from '../../api/client/api-error.ts';
import { FileChangedError } from '../../api/client/push/source.ts';
import { ERRORS, type ErrorCode } from '../../api/contract/errors.ts';
import { CliError } from './cli-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { failureOf } from './failures.ts';
import { FolderRefusedError } from './push/folder-refused-error.ts';

function apiError(code: ErrorCode, members: object = {}, retryAfterSeconds?: number): ApiError {
  const problem = { type: `urn:dcs:problem:${code}`, code, ...ERRORS[code], request_id: 'r-1' };
  return new ApiError({ ...problem, ...members }, retryAfterSeconds);
}

const OUTCOMES: Record<number, keyof typeof EXIT_CODES> = {
  400: 'refused',
  401: 'access',
  403: 'access',
  404: 'missing',
  405: 'refused',
  409: 'refused',
  412: 'refused',
  413: 'refused',
  415: 'refused',
  422: 'refused',
  429: 'unavailable',
  500: 'refused',
  503: 'unavailable',
};

test.each(Object.entries(ERRORS))('%s ends as its status says', (code, { status }) => {
  expect(failureOf(apiError(code as ErrorCode), {}).outcome).toBe(OUTCOMES[status]);
});

test('an answer a proxy gave ends as unavailable where it is worth trying again', () => {
  expect(failureOf(apiError('internal', { status: 502 }), {}).outcome).toBe('unavailable');
  expect(failureOf(new UnreachableError('No.'), {}).outcome).toBe('unavailable');
});

test('no two outcomes share an exit code', () => {
  const codes = Object.values(EXIT_CODES).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a problem is told with its title, its detail, its members and its request id', () => {
  const error = apiError('book.exists', { detail: 'It is Acme/Fizik.', book_id: 'b-1' });
  expect(failureOf(error, {}).text.split('\n')).toEqual([
    'dcs: The book exists already. It is Acme/Fizik.',
    '  book_id: b-1',
    '  request_id: r-1',
  ]);
});

test('each entry of a problem has a line, up to fifty', () => {
  const errors = Array.from({ length: 60 }, (_, index) => ({
    code: 'field.invalid',
    detail: `No ${index}.`,
    ...(index === 0 ? { parameter: 'sort' } : { pointer: `/a/${index}` }),
  }));
  const error = apiError('request.invalid', { errors, errors_total: 70 });
  const lines = failureOf(error, {}).text.split('\n');
  expect(lines[1]).toBe('  sort: No 0.');
  expect(lines[2]).toBe('  /a/1: No 1.');
  expect(lines.slice(-2)).toEqual(['  … and 20 more', '  request_id: r-1']);
});

test('the time to wait is told once', () => {
  const unavailable = failureOf(apiError('database.unavailable', {}, 2), {});
  expect(unavailable.text).toContain('The database cannot be reached. Try again in 2 s.\n');
  const detail = 'Too many failed attempts. Try again in 40 s.';
  const throttled = failureOf(apiError('auth.throttled', { detail }, 40), {});
  expect(throttled.text).toContain(`dcs: ${detail}\n`);
});

test.each([
  [{ DCS_TOKEN: 't' }, 'DCS_TOKEN'],
  [{ DCS_EMAIL: 'e', DCS_PASSWORD: 'p' }, 'Check DCS_EMAIL and DCS_PASSWORD.'],
  [{}, 'Run "dcs login".'],
])('with %j a refused sign-in says what to change', (env, advice) => {
  expect(failureOf(apiError('auth.token_invalid'), env).text).toContain(advice);
});

test("the program's own errors are problem details too", () => {
  expect(failureOf(new CliError('missing', 'There is no such book.'), {}).problem).toEqual({
    type: 'urn:dcs:problem:cli.missing',
    title: 'Not found',
    code: 'cli.missing',
    detail: 'There is no such book.',
  });
});

test('an unexpected error is told without its stack', () => {
  const { outcome, text } = failureOf(new TypeError('x is not a function'), {});
  expect(outcome).toBe('refused');
  expect(text).toBe('dcs: Something unexpected happened. TypeError: x is not a function.');
});

test('a file that changed is told by its path', () => {
  const { outcome, problem, text } = failureOf(new FileChangedError('a/b.txt'), {});
  expect(outcome).toBe('refused');
  expect(problem).toMatchObject({ code: 'cli.refused', path: 'a/b.txt' });
  expect(text).toBe(
    'dcs: a/b.txt changed while it was being pushed. Push again once it is at rest.',
  );
});

test('all that is wrong with a folder is told, to programs every path of it', () => {
  const paths = Array.from({ length: 60 }, (_, index) => `f${String(index).padStart(2, '0')}`);
  const problems = paths.map((path) => ({ path, detail: 'It is a socket.' })).reverse();
  const { problem, text } = failureOf(new FolderRefusedError(problems), {});
  const lines = text.split('\n');
  expect(lines[0]).toBe('dcs: 60 paths of the folder cannot be pushed. Nothing was published.');
  expect(lines[1]).toBe('  f00: It is a socket.');
  expect(lines.at(-1)).toBe('  … and 10 more');
  expect(problem).toMatchObject({ code: 'cli.refused', errors_total: 60 });
  expect(problem.errors).toEqual(
    paths.map((path) => ({ code: 'cli.refused', path, detail: 'It is a socket.' })),
  );
});
