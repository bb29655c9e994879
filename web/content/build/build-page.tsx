import { useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import PackageX from 'lucide-solid/icons/package-x';
import { Match, Switch } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { buildQuery } from '../builds/queries.ts';
import { NoFolder } from '../folder/no-folder.tsx';
import { BuildView } from './build-view.tsx';

/** One version of the app on one platform: what it holds, and what it held. */
export function BuildPage() {
  const params = useParams<{ platform: string; version: string }>();
  const text = useText();
  const api = useApi();
  const held = useQuery(() => buildQuery(api, params));
  return (
    <Switch fallback={<Skeleton lines={8} class="mx-auto max-w-7xl px-4 py-6 sm:px-8" />}>
      <Match when={held.isSuccess && held.data}>{(build) => <BuildView build={build()} />}</Match>
      <Match when={held.error}>
        <NoFolder
          error={held.error}
          onRetry={() => void held.refetch()}
          area={text().shell.builds}
          icon={<PackageX size={40} />}
          words={text().build}
          list={paths.builds()}
        />
      </Match>
    </Switch>
  );
}
