import type { TargetBody } from '../../api/contract/target.ts';
import type { Text } from '../i18n/en.ts';
import { paths } from '../paths.ts';

/** What a folder belongs to, for people: `Acme / Fizik 5`, `Windows 2.4.0`. */
export function targetTitle(target: TargetBody, { builds }: Text): string {
  return target.type === 'book'
    ? `${target.publisher} / ${target.book_name}`
    : `${builds.platforms[target.platform]} ${target.version}`;
}

/** Its page. */
export function targetPath(target: TargetBody): string {
  return target.type === 'book'
    ? paths.book(target.book_id)
    : paths.build(target.platform, target.version);
}
