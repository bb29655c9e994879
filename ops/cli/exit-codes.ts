interface ExitCode {
  readonly code: number;
  /** For people; `dcs --help` prints it. */
  readonly means: string;
}

/** Every exit code of the program. */
export const EXIT_CODES = {
  done: { code: 0, means: 'done' },
  refused: { code: 1, means: 'refused, or it failed; the reason is printed' },
  usage: { code: 2, means: 'wrong usage: a command, an option or a setting' },
  access: { code: 3, means: 'not signed in, cannot sign in, or not allowed' },
  missing: { code: 4, means: 'not found' },
  unavailable: { code: 5, means: 'unreachable, unavailable or throttled: worth trying again' },
  interrupted: { code: 130, means: 'interrupted with Ctrl-C' },
} as const satisfies Record<string, ExitCode>;

export type Outcome = keyof typeof EXIT_CODES;

const RETRYABLE_STATUSES = [408, 429, 502, 503, 504];

/** What an API's refusal with this HTTP status comes to. */
export function outcomeOfStatus(status: number): Outcome {
  if (status === 401 || status === 403) return 'access';
  if (status === 404) return 'missing';
  return RETRYABLE_STATUSES.includes(status) ? 'unavailable' : 'refused';
}
