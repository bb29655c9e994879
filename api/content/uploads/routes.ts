import type { BookManifest } from '../../contract/manifest.ts';
import { manifestDigest } from '../../contract/manifest-digest.ts';
import * as endpoints from '../../contract/uploads.ts';
import type { Context } from '../../core/context.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { pageBody } from '../../core/list.ts';
import { answerAccepted } from '../../core/operations/answer-accepted.ts';
import { requirePlatform } from '../builds/build-row.ts';
import type { ContentContext, ContentPorts } from '../context.ts';
import { abortUpload } from './abort-upload.ts';
import { finalizeUpload } from './finalize-upload.ts';
import { listedUploadBody, listUploads } from './list-uploads.ts';
import { planBody } from './plan-body.ts';
import { planUpload, previewUpload } from './plan-upload.ts';
import { readUpload } from './read-upload.ts';
import { signUrls } from './sign-urls.ts';
import { bookTarget, buildTarget, type UploadTarget } from './upload-target.ts';

/** Callers and proxies wait longer than this. */
const PATIENCE_MS = 20_000;

/** The routes of WIRE §4. */
export function uploadRoutes(content: ContentPorts): readonly Route[] {
  const withContent = (ctx: Context) => ({ ...ctx, content });
  return [
    route(endpoints.planBookUpload, async (ctx, { params, body }) => {
      const manifestSha256 = await manifestDigest(body);
      const target = bookTarget(params.book_id);
      return answerPlan(withContent(ctx), { target, body, manifestSha256 });
    }),

    route(endpoints.planBuildUpload, async (ctx, { params, body }) => {
      const platform = requirePlatform(params.platform);
      const { version, channel, mode } = body;
      const manifestSha256 = await manifestDigest(body);
      const upload = { mode, manifestSha256 };
      const target = buildTarget({ platform, version, channel, upload });
      return answerPlan(withContent(ctx), { target, body, manifestSha256 });
    }),

    route(endpoints.listUploads, async (ctx, { query }) =>
      reply(200, pageBody(await listUploads(ctx, query), listedUploadBody)),
    ),

    route(endpoints.signUploadUrls, async (ctx, { params, body }) =>
      reply(200, await signUrls(withContent(ctx), params.upload_id, body)),
    ),

    route(endpoints.getUpload, async (ctx, { params, query }) =>
      reply(200, await readUpload(ctx, params.upload_id, query)),
    ),

    route(endpoints.finalizeUpload, async (ctx, { params, headers }) => {
      const preferred = prefersAsync(headers.prefer);
      const patienceMs = preferred ? 0 : PATIENCE_MS;
      const { receipt, operation } = await finalizeUpload(
        { ...ctx, content },
        {
          id: params.upload_id,
          patienceMs,
        },
      );
      if (receipt) return reply(200, receipt);
      return answerAccepted(operation, preferred ? { 'Preference-Applied': 'respond-async' } : {});
    }),

    route(endpoints.abortUpload, async (ctx, { params }) => {
      await abortUpload(withContent(ctx), params.upload_id);
      return reply(204);
    }),
  ];
}

interface PostedPlan {
  readonly target: UploadTarget;
  /** A build's as well: the target has what is a build's alone. */
  readonly body: BookManifest;
  readonly manifestSha256: string;
}

async function answerPlan(ctx: ContentContext, { target, body, manifestSha256 }: PostedPlan) {
  const input = { manifest: body, manifestSha256, baseRevision: body.base_revision };
  if (body.dry_run) {
    return reply(200, await previewUpload(ctx, target, input));
  }
  const plan = await planUpload(ctx, target, input);
  const headers = { Location: `/uploads/${plan.upload.id}` };
  const answer = await planBody(ctx, plan, body);
  return plan.resumed ? reply(200, answer, headers) : reply(201, answer, headers);
}

/** RFC 7240 §2: preferences stand between commas, and some have a value or parameters. */
function prefersAsync(prefer = ''): boolean {
  return prefer.split(',').some((one) => /^\s*respond-async\s*(?:[=;]|$)/i.test(one));
}
