import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { builds } from '../../../db/schema/folders.ts';
import { type BuildRow, buildTargetBody, buildTitle } from '../builds/build-row.ts';
import type { Target } from './target.ts';

type Build = Pick<BuildRow, 'id' | 'platform' | 'version' | 'channel' | 'inTrash'>;

export function buildAsTarget(build: Build): Target {
  const { id, platform, version, inTrash } = build;
  const escaped = encodeURIComponent(version);
  return {
    id,
    title: buildTitle(build),
    body: buildTargetBody(build),
    inTrash,
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
  };
}
