import { ApiError, UnreachableError } from '../../api/client/api-error.ts';
import { SourceError } from '../../api/client/push/source.ts';
import type { ProblemBody, ProblemEntryBody } from '../../api/contract/errors.ts';
import type { Environment } from './cli.ts';
import { CliError, type PathProblem } from './cli-error.ts';
import { type Outcome, outcomeOfStatus } from './exit-codes.ts';
import { FolderRefusedError } from './push/folder-refused-error.ts';
import { signInAdvice } from './sign-in.ts';

/** Most entries of `errors[]` shown to people; `--json` shows all. */
const MAX_ENTRIES = 50;

/** How an error is told. */
export interface Failure {
  readonly outcome: Outcome;
  /** RFC 9457 problem details: the API's own, or of type `urn:dcs:problem:cli.*` without a status. */
  readonly problem: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What to do about a code where its detail does not say. */
const ADVICE: Readonly<Record<string, string>> = {
  'request.precondition_failed': '"dcs book show" prints it.',
  'request.no_route': 'Is the URL right, and the service there as new as this program?',
  'manifest.refused': 'Rename or take away what is named, and push again. Nothing was published.',
  'upload.revision_conflict': 'Push again without --base-revision to publish on top of it.',
};

export function failureOf(error: unknown, env: Environment): Failure {
  if (error instanceof ApiError) return apiFailure(error, env);
  if (error instanceof CliError) return ownFailure(error.outcome, error.message, error.problems);
  if (error instanceof SourceError) return sourceFailure(error);
  if (error instanceof UnreachableError) {
    const advice = 'Check --url or DCS_URL, and that the service runs.';
    return ownFailure('unavailable', `${sentence(error.message)} ${advice}`);
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: `${error}` };
  return ownFailure('refused', `Something unexpected happened. ${name}: ${sentence(message)}`);
}

function ownFailure(
  outcome: Outcome,
  detail: string,
  problems: readonly PathProblem[] = [],
): Failure {
  const code = `cli.${outcome}`;
  const problem = { type: `urn:dcs:problem:${code}`, title: TITLES[outcome], code, detail };
  if (problems.length === 0) return { outcome, problem, text: `dcs: ${detail}` };
  const errors = problems.map((one) => ({ code, ...one }));
  const text = [`dcs: ${detail}`, ...entryLines({ errors })].join('\n');
  return { outcome, problem: { ...problem, errors_total: errors.length, errors }, text };
}

/** Something in a folder to push, or all that is wrong with it. */
function sourceFailure(error: SourceError): Failure {
  if (error instanceof FolderRefusedError) {
    return ownFailure('refused', error.message, error.problems);
  }
  const { outcome, problem, text } = ownFailure('refused', error.message);
  return { outcome, problem: { ...problem, path: error.path }, text };
}

const TITLES: Readonly<Record<Outcome, string>> = {
  done: 'Done',
  refused: 'It was not done',
  usage: 'The command is not right',
  access: 'Sign in first',
  missing: 'Not found',
  unavailable: 'Cannot be reached',
  interrupted: 'Interrupted',
};

function apiFailure({ problem, retryAfterSeconds }: ApiError, env: Environment): Failure {
  const advice = adviceOn(problem, { env, retryAfterSeconds });
  const lines = [
    `dcs: ${[...sentences(problem), advice].filter(Boolean).join(' ')}`,
    ...entryLines(problem),
    ...memberLines(problem),
    `  request_id: ${problem.request_id}`,
  ];
  return { outcome: outcomeOfStatus(problem.status), problem, text: lines.join('\n') };
}

interface AdviceContext {
  readonly env: Environment;
  readonly retryAfterSeconds: number | undefined;
}

function adviceOn(problem: ProblemBody, context: AdviceContext): string | undefined {
  const { code, status, detail = '' } = problem;
  if (status === 401) return signInAdvice(context.env, code);
  if (context.retryAfterSeconds !== undefined && !/try again/i.test(detail)) {
    return `Try again in ${context.retryAfterSeconds} s.`;
  }
  return ADVICE[code];
}

function entryLines({
  errors = [],
  errors_total,
}: Pick<ProblemBody, 'errors' | 'errors_total'>): string[] {
  const shown = errors.slice(0, MAX_ENTRIES).map((entry) => `  ${entryLine(entry)}`);
  const rest = (errors_total ?? errors.length) - shown.length;
  return rest > 0 ? [...shown, `  … and ${rest} more`] : shown;
}

function entryLine({ pointer, parameter, path, detail }: ProblemEntryBody): string {
  const place = pointer || parameter || path;
  return place ? `${place}: ${detail}` : detail;
}

const STANDARD = ['type', 'title', 'status', 'code', 'detail', 'request_id', 'errors'];

/** What a problem carries of its own, such as `book_id`. */
function memberLines(problem: ProblemBody): string[] {
  return Object.entries(problem)
    .filter(([name]) => !STANDARD.includes(name) && name !== 'errors_total')
    .map(
      ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
}

/** Its title and its detail, unless one says the other. */
function sentences({ title, detail = title }: ProblemBody): string[] {
  return detail.startsWith(title) ? [sentence(detail)] : [sentence(title), sentence(detail)];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
