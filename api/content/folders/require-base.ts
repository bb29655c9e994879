import { DcsError } from '../../core/errors.ts';

/**
 * Sees that the folder is as the caller saw it, if that was said.
 * @throws DcsError `upload.revision_conflict` with `base_revision` and `current_revision`
 */
export function requireBase(wanted: number | undefined, current: number): void {
  if (wanted === undefined || wanted === current) return;
  throw new DcsError('upload.revision_conflict', {
    detail: `The folder is at revision ${current} now. Look at what changed, then ask again.`,
    members: { base_revision: wanted, current_revision: current },
  });
}
