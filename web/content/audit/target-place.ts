import type { AuditEventBody } from '../../../api/contract/audit.ts';
import { paths } from '../../paths.ts';

/** The page of what an event is about, where there is one. */
export function targetPlace({ target }: AuditEventBody): string | undefined {
  if (target.type === 'book') return paths.book(target.id);
  if (target.type !== 'build') return undefined;
  const [platform = '', version = ''] = target.name.split('/');
  return paths.build(platform, version);
}
