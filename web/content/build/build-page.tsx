import { useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import { Match, Switch } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { buildQuery } from '../builds/queries.ts';
import { BuildView } from './build-view.tsx';
import { NoBuild } from './no-build.tsx';

/** One version of the app on one platform: what it holds, and what it held. */
export function BuildPage() {
  const params = useParams<{ platform: string; version: string }>();
  const api = useApi();
  const held = useQuery(() => buildQuery(api, params));
  return (
    <Switch fallback={<Skeleton lines={8} class="mx-auto max-w-7xl px-4 py-6 sm:px-8" />}>
      <Match when={held.isSuccess && held.data}>{(build) => <BuildView build={build()} />}</Match>
      <Match when={held.error}>
        <NoBuild error={held.error} onRetry={() => void held.refetch()} />
      </Match>
    </Switch>
  );
}
