import type { AuditEventBody } from '../../../api/contract/audit.ts';
import type { Text } from '../../i18n/en.ts';

/** What was done. One this panel has no words for is told by its own name. */
export function actionInWords(action: string, { audit }: Text): string {
  const actions: Readonly<Record<string, string>> = audit.actions;
  return actions[action] ?? action;
}

export function actorInWords({ actor }: AuditEventBody, { audit }: Text): string {
  if (actor.type === 'system') return audit.system;
  return actor.email ?? audit.anonymous;
}

/** One value of what was or is. @param count writes a number */
export function valueInWords(
  value: unknown,
  { common, audit }: Text,
  count: (value: number) => string,
): string {
  if (value === null || value === undefined) return common.none;
  if (typeof value === 'boolean') return value ? audit.yes : audit.no;
  if (typeof value === 'number') return count(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
