import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import type { BuildBody } from '../../../api/contract/builds.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import type { DataColumn } from '../../ui/table/column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { AskedOfBuild } from '../build/build-modals.tsx';
import { BuildMenu } from './build-menu.tsx';

/** The columns of a list of builds. Their ids are what the API sorts by. @param onAsk of its menus */
export function buildColumns(
  text: Text,
  format: Format,
  onAsk: (asked: AskedOfBuild) => void,
): readonly DataColumn<BuildBody>[] {
  return [
    ...dataColumns(text, format),
    {
      id: 'actions',
      header: text.book.actions,
      width: 80,
      alignEnd: true,
      cell: (build) => <BuildMenu build={build} onAsk={onAsk} />,
    },
  ];
}

function dataColumns(text: Text, format: Format): readonly DataColumn<BuildBody>[] {
  const { builds } = text;
  return [
    {
      id: 'version',
      header: builds.version,
      sortable: true,
      width: 220,
      cell: (build) => (
        <span class="flex items-center gap-2">
          <A
            class="truncate font-medium hover:underline"
            href={paths.build(build.platform, build.version)}
          >
            {build.version}
          </A>
          <Show when={build.latest}>
            <Badge tone="good">{builds.latest}</Badge>
          </Show>
        </span>
      ),
    },
    {
      id: 'platform',
      header: builds.platform,
      sortable: true,
      width: 130,
      cell: (build) => builds.platforms[build.platform],
    },
    {
      id: 'channel',
      header: builds.channel,
      sortable: true,
      width: 130,
      wideOnly: true,
      cell: (build) => <Badge>{build.channel}</Badge>,
    },
    {
      id: 'files',
      header: builds.files,
      width: 90,
      alignEnd: true,
      wideOnly: true,
      cell: (build) => format.count(build.files),
    },
    {
      id: 'size',
      header: builds.size,
      sortable: true,
      width: 110,
      alignEnd: true,
      cell: (build) => format.bytes(build.size),
    },
    {
      id: 'created_at',
      header: builds.published,
      sortable: true,
      width: 150,
      wideOnly: true,
      cell: (build) => <TimeAgo time={build.created_at} />,
    },
    {
      id: 'updated_at',
      header: builds.updated,
      sortable: true,
      width: 150,
      hiddenAtFirst: true,
      wideOnly: true,
      cell: (build) => <TimeAgo time={build.updated_at} />,
    },
  ];
}
