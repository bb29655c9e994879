import { useQueryClient } from '@tanstack/solid-query';
import { createMemo } from 'solid-js';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { buildKeys } from '../builds/queries.ts';
import { buildFolder } from '../folder/build-folder.ts';
import { createFolderParams } from '../folder/folder-params.ts';
import { FolderTabs } from '../folder/folder-tabs.tsx';
import { targetTitle } from '../target-title.ts';
import { BuildButtons } from './build-buttons.tsx';

export function BuildView(props: { readonly build: BuildBody }) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const params = createFolderParams();
  const folder = createMemo(() => buildFolder(api, props.build));
  return (
    <Page
      title={targetTitle({ type: 'build', ...props.build }, text())}
      about={<Badge>{props.build.channel}</Badge>}
      actions={<BuildButtons build={props.build} folder={folder()} />}
    >
      <BuildFacts build={props.build} />
      <FolderTabs
        folder={folder()}
        params={params}
        onPublished={() => void queries.invalidateQueries({ queryKey: buildKeys.all })}
      />
    </Page>
  );
}

function BuildFacts(props: { readonly build: BuildBody }) {
  const text = useText();
  const format = useFormat();
  return (
    <div class="rounded-xl border border-line bg-surface px-5 py-4">
      <Facts class="grid-cols-2 sm:grid-cols-3 xl:grid-cols-5">
        <Fact label={text().book.revision}>{format().count(props.build.revision)}</Fact>
        <Fact label={text().books.files}>{format().count(props.build.files)}</Fact>
        <Fact label={text().books.size}>{format().bytes(props.build.size)}</Fact>
        <Fact label={text().book.created}>{format().time(props.build.created_at)}</Fact>
        <Fact label={text().book.updated}>{format().time(props.build.updated_at)}</Fact>
      </Facts>
    </div>
  );
}
