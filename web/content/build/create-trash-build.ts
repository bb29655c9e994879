import { useQueryClient } from '@tanstack/solid-query';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { deleteBuild } from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { notify } from '../../ui/notify.ts';
import { useTellError } from '../../ui/tell-error.ts';
import { buildKeys } from '../builds/queries.ts';
import { targetTitle } from '../target-title.ts';
import { trashKeys } from '../trash/queries.ts';
import { restoreDeleted } from '../trash/restore-deleted.ts';

/** Moves a build to the trash, and offers to undo it. */
export function createTrashBuild(): (build: BuildBody) => Promise<void> {
  const text = useText();
  const tellError = useTellError();
  const api = useApi();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all(
      [buildKeys.all, trashKeys.all].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );

  async function undo({ platform, version }: BuildBody, since: string): Promise<void> {
    try {
      const isThere = await restoreDeleted(api, { type: 'build', platform, version }, since);
      if (!isThere) throw new Error(text().book.notInTrash);
      notify({ title: text().book.undone });
    } catch (error) {
      tellError(error);
    }
    await refresh();
  }

  return async (build) => {
    const { platform, version } = build;
    const { body } = await api.call(deleteBuild, { params: { platform, version } });
    await refresh();
    notify({
      title: text().book.deleted(targetTitle({ type: 'build', ...build }, text())),
      action: { label: text().common.undo, onSelect: () => void undo(build, body.created_at) },
    });
  };
}
