import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import Boxes from 'lucide-solid/icons/boxes';
import { createMemo, createSignal } from 'solid-js';
import { PLATFORMS } from '../../../api/contract/platforms.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { EmptyList } from '../../ui/table/empty-list.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { type AskedOfBuild, BuildModals } from '../build/build-modals.tsx';
import { UploadButton } from '../upload/upload-button.tsx';
import { buildColumns } from './build-columns.tsx';
import { type BuildListQuery, buildListQuery } from './queries.ts';

/** The app builds that were published, by what the URL asks for. */
export function BuildTable(props: { readonly params: ListParams }) {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const builds = useQuery(() => ({
    ...buildListQuery(api, wantedBuilds(props.params)),
    placeholderData: keepPreviousData,
  }));
  const [asked, setAsked] = createSignal<AskedOfBuild>();
  const columns = createMemo(() => buildColumns(text(), format(), setAsked));
  return (
    <>
      <ErrorNote error={builds.error} onRetry={() => void builds.refetch()} />
      <DataTable
        name="builds"
        label={text().builds.title}
        columns={columns()}
        rows={dataOf(builds)?.items}
        rowId={(build) => `${build.platform}/${build.version}`}
        sort={props.params.sort()}
        onSort={props.params.setSort}
        toolbar={<BuildFilters params={props.params} />}
        empty={
          <EmptyList
            params={props.params}
            filters={['q', 'platform', 'channel']}
            icon={<Boxes size={40} />}
            none={{ title: text().builds.none, hint: text().builds.noneHint }}
            action={<UploadButton />}
            noMatch={text().builds.noMatch}
          />
        }
      />
      <Pager params={props.params} nextCursor={dataOf(builds)?.next_cursor} />
      <BuildModals asked={asked()} onClose={() => setAsked(undefined)} />
    </>
  );
}

function BuildFilters(props: { readonly params: ListParams }) {
  const text = useText();
  return (
    <>
      <SearchField
        label={text().builds.search}
        value={props.params.get('q') ?? ''}
        onSearch={(q) => props.params.set({ q: q || undefined })}
      />
      <Choice
        label={text().builds.platform}
        quietLabel
        value={props.params.get('platform') ?? ''}
        options={[
          { value: '', label: text().builds.anyPlatform },
          ...PLATFORMS.map((value) => ({ value, label: text().builds.platforms[value] })),
        ]}
        onChoose={(platform) => props.params.set({ platform: platform || undefined })}
      />
    </>
  );
}

function wantedBuilds(params: ListParams): BuildListQuery {
  const platform = PLATFORMS.find((one) => one === params.get('platform'));
  return {
    q: params.get('q'),
    platform: platform ? [platform] : undefined,
    channel: [...params.all('channel')],
    sort: params.sort() as BuildListQuery['sort'], // one it does not know is refused by the API
    cursor: params.cursor(),
  };
}
