import { NewPassword } from '../../../api/contract/access.ts';

export type PasswordStrength = 'short' | 'weak' | 'fair' | 'strong';

/** Fewer different characters than that are a pattern, however long it is. */
const FEW_DISTINCT = 6;
const STRONG_LENGTH = 16;

/** A hint, not a rule: length is what counts, unless the same characters come again and again. */
export function passwordStrength(password: string): PasswordStrength {
  if (!NewPassword.safeParse(password).success) return 'short';
  if (new Set(password).size < FEW_DISTINCT) return 'weak';
  return password.length < STRONG_LENGTH ? 'fair' : 'strong';
}
