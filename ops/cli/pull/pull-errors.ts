import { CliError } from '../cli-error.ts';
import type { Progress } from '../progress-text.ts';
import { countedText, countText } from '../quantity-text.ts';
import { StoreAnswerError, StoreUnreachableError } from './store-reader.ts';

/** Some paths could not be brought; the rest is here. */
export function faultsError(faults: ReadonlyMap<string, string>): CliError {
  const problems = Array.from(faults, ([path, detail]) => ({ path, detail }));
  const message = `${countedText(faults.size, 'path')} could not be brought. All others are here.`;
  return new CliError('refused', message, { problems });
}

/** What the store's refusals and silence come to, with how to go on; another error as it is. */
export function storeError(error: unknown, { files }: Progress): unknown {
  const advice =
    files.total === undefined
      ? ''
      : ` ${countText(files.done)} of ${countText(files.total)} files were done; ` +
        'run the same command again to go on.';
  if (error instanceof StoreUnreachableError) {
    return new CliError('unavailable', `${error.message}${advice}`, { cause: error });
  }
  if (error instanceof StoreAnswerError) {
    const outcome = error.status === 403 ? 'refused' : 'unavailable';
    const why = error.status === 403 ? ' Do its clock and its address suit the API?' : '';
    return new CliError(outcome, `${error.message}${why}${advice}`, { cause: error });
  }
  return error;
}
