import { useQueryClient } from '@tanstack/solid-query';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { deleteBuild, listTrash, restoreFromTrash } from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { notify } from '../../ui/notify.ts';
import { useTellError } from '../../ui/tell-error.ts';
import { buildKeys } from '../builds/queries.ts';
import { targetTitle } from '../target-title.ts';
import { trashKeys } from '../trash/queries.ts';

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

  async function restore({ platform, version }: BuildBody): Promise<void> {
    const query = { type: 'build' as const, q: `${platform}/${version}` };
    const { items } = (await api.call(listTrash, { query })).body;
    // What was deleted last comes first.
    const item = items.find((one) => one.platform === platform && one.version === version);
    if (!item) throw new Error(text().book.notInTrash);
    await api.call(restoreFromTrash, { body: { trash_id: item.id } });
  }

  async function undo(build: BuildBody): Promise<void> {
    try {
      await restore(build);
      notify({ title: text().book.undone });
    } catch (error) {
      tellError(error);
    }
    await refresh();
  }

  return async (build) => {
    const { platform, version } = build;
    await api.call(deleteBuild, { params: { platform, version } });
    await refresh();
    notify({
      title: text().book.deleted(targetTitle({ type: 'build', ...build }, text())),
      action: { label: text().common.undo, onSelect: () => void undo(build) },
    });
  };
}
