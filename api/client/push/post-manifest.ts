import type { UploadPlanBody, UploadPreviewBody } from '../../contract/upload-bodies.ts';
import { planBookUpload, planBuildUpload } from '../../contract/uploads.ts';
import { callApi } from './call-api.ts';
import type { PushContext } from './push-context.ts';
import type { HashedFolder } from './read-source.ts';

/** Posts the folder's manifest: a new upload, or an open one of the same manifest. */
export async function postManifest(
  push: PushContext,
  folder: HashedFolder,
): Promise<UploadPlanBody> {
  const body = await post(push, manifestOf(push, folder));
  if ('upload' in body) return body;
  throw new Error('The API answered as to a dry run, which was not asked for.');
}

/** What pushing the folder would change. @param limit most paths of each list */
export async function previewManifest(
  push: PushContext,
  folder: HashedFolder,
  limit: number | undefined,
): Promise<UploadPreviewBody> {
  const dry = { dry_run: true, ...(limit === undefined ? {} : { preview_limit: limit }) };
  const body = await post(push, { ...manifestOf(push, folder), ...dry });
  if ('changes' in body) return body;
  throw new Error('The API answered as to a real upload, though a dry run was asked for.');
}

async function post(push: PushContext, manifest: ReturnType<typeof manifestOf>) {
  const { target } = push.options;
  if (target.type === 'book') {
    const params = { book_id: target.bookId };
    return (await callApi(push, planBookUpload, { params, body: manifest })).body;
  }
  const { platform, version, channel } = target;
  const body = { ...manifest, version, ...(channel === undefined ? {} : { channel }) };
  return (await callApi(push, planBuildUpload, { params: { platform }, body })).body;
}

function manifestOf({ options }: PushContext, { files, directories, links }: HashedFolder) {
  const { mode = 'replace', remove = [], baseRevision } = options;
  return {
    files: files.map(({ file: { path, sizeBytes, executable }, sha256 }) => ({
      path,
      size: sizeBytes,
      sha256,
      ...(executable ? { executable } : {}),
    })),
    directories: [...directories],
    links: [...links],
    mode,
    remove: [...remove],
    ...(baseRevision === undefined ? {} : { base_revision: baseRevision }),
  };
}
