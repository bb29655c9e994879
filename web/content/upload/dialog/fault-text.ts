import type { Text } from '../../../i18n/en.ts';
import type { Fault } from './upload-draft.ts';

/** What stands below a field that cannot be gone on with. */
export function faultText(fault: Fault | undefined, text: Text, wrong: string): string | undefined {
  if (fault === undefined) return undefined;
  return fault === 'missing' ? text.common.required : wrong;
}
