import { useQueryClient } from '@tanstack/solid-query';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { deleteBuild, listTrash, restoreFromTrash } from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { notify } from '../../ui/toasts.tsx';
import { PLATFORM_NAMES } from './platform-names.ts';
import { buildKeys } from './queries.ts';

/** Moves a build to the trash, and offers to undo it. */
export function createTrashBuild(): (build: BuildBody) => Promise<void> {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all(
      [buildKeys.all, ['trash']].map((queryKey) => queries.invalidateQueries({ queryKey })),
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
      const { message } = describeError(error, text(), format());
      notify({ title: text().errors.title, detail: message, tone: 'danger' });
    }
    await refresh();
  }

  return async (build) => {
    const { platform, version } = build;
    await api.call(deleteBuild, { params: { platform, version } });
    await refresh();
    notify({
      title: text().book.deleted(text().build.title(PLATFORM_NAMES[platform], version)),
      action: { label: text().common.undo, onSelect: () => void undo(build) },
    });
  };
}
