import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { builds } from '../../../db/schema/folders.ts';
import { foldName } from '../../contract/names.ts';
import { type BuildRow, buildTargetBody, buildTitle } from '../builds/build-row.ts';
import { refuseOtherKind, type Target } from './target.ts';

type Build = Pick<BuildRow, 'id' | 'platform' | 'version' | 'channel' | 'inTrash'>;

export function buildAsTarget(build: Build): Target {
  const { id, platform, version, inTrash } = build;
  const escaped = encodeURIComponent(version);
  return {
    id,
    title: buildTitle(build),
    body: buildTargetBody(build),
    inTrash,
    prefix: buildTitle(build),
    manifestPath: `/apps/${platform}/${escaped}/manifest`,
    treePath: `/storage/apps/${platform}/${escaped}`,
    async noteRevision(tx) {
      await tx
        .update(builds)
        .set({
          // From the first one on, readers can see it.
          firstPublishedAt: sql`coalesce(${builds.firstPublishedAt}, ${dcsNow})`,
          updatedAt: dcsNow,
        })
        .where(eq(builds.id, id));
    },
    async hide(tx) {
      await tx.update(builds).set({ inTrash: true, updatedAt: dcsNow }).where(eq(builds.id, id));
      return null;
    },
    async show(tx, _status, as) {
      if (as && !('version' in as)) refuseOtherKind('version');
      const shown = { ...build, version: as?.version ?? version, inTrash: false };
      await tx
        .update(builds)
        .set({
          version: shown.version,
          versionFolded: foldName(shown.version),
          inTrash: false,
          updatedAt: dcsNow,
        })
        .where(eq(builds.id, id));
      return buildAsTarget(shown);
    },
  };
}
