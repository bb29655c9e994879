import {
  NoAnswerError,
  StoreBusyError,
  StoreRefusedError,
  UploadGoneError,
} from '../../../api/client/push/store-errors.ts';
import type { UploadPlanBody } from '../../../api/contract/upload-bodies.ts';
import { CliError } from '../cli-error.ts';

/** What the store's refusals and silence come to, with how to go on; another error as it is. */
export function storeError(error: unknown, plan: UploadPlanBody | undefined): unknown {
  const advice = plan ? ` ${howToGoOn(plan)}` : '';
  if (error instanceof StoreBusyError || error instanceof NoAnswerError) {
    return new CliError('unavailable', error.message + advice, { cause: error });
  }
  if (error instanceof StoreRefusedError) {
    const why = ' Do its clock and its address suit the API?';
    return new CliError('refused', error.message + why + advice, { cause: error });
  }
  if (error instanceof UploadGoneError) {
    return new CliError('refused', error.message + advice, { cause: error });
  }
  return error;
}

/** Why a push that was interrupted ended. */
export function stoppedError(plan: UploadPlanBody | undefined): CliError {
  if (!plan) return new CliError('interrupted', 'Stopped. Nothing was sent.');
  const { id } = plan.upload;
  const orNot = `To give it up, run "dcs upload abort ${id}".`;
  return new CliError('interrupted', `Stopped. ${howToGoOn(plan)} ${orNot}`);
}

function howToGoOn({ upload }: UploadPlanBody): string {
  return `What was sent stays until ${upload.expires_at}: run the same command again to go on.`;
}
