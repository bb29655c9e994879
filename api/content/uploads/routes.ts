import { manifestDigest } from '../../contract/manifest-digest.ts';
import * as endpoints from '../../contract/uploads.ts';
import type { Context } from '../../core/context.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import type { ContentPorts } from '../context.ts';
import { abortUpload } from './abort-upload.ts';
import { finalizeUpload } from './finalize-upload.ts';
import { planBody, previewBody } from './plan-body.ts';
import { planUpload, previewUpload } from './plan-upload.ts';
import { readUpload } from './read-upload.ts';
import { signUrls } from './sign-urls.ts';
import { bookTarget } from './upload-target.ts';

/** The routes of WIRE §4, for books. */
export function uploadRoutes(content: ContentPorts): readonly Route[] {
  const withContent = (ctx: Context) => ({ ...ctx, content });
  return [
    route(endpoints.planBookUpload, async (ctx, { params, body }) => {
      const target = bookTarget(params.book_id);
      const input = {
        manifest: body,
        manifestSha256: await manifestDigest(body),
        baseRevision: body.base_revision,
      };
      if (body.dry_run) {
        const preview = await previewUpload(withContent(ctx), target, input);
        return reply(200, previewBody(preview, body.preview_limit));
      }
      const plan = await planUpload(withContent(ctx), target, input);
      const headers = { Location: `/uploads/${plan.upload.id}` };
      const answer = await planBody(ctx, plan, body);
      return plan.resumed ? reply(200, answer, headers) : reply(201, answer, headers);
    }),

    route(endpoints.signUploadUrls, async (ctx, { params, body }) =>
      reply(200, await signUrls(withContent(ctx), params.upload_id, body)),
    ),

    route(endpoints.getUpload, async (ctx, { params, query }) =>
      reply(200, await readUpload(ctx, params.upload_id, query)),
    ),

    route(endpoints.finalizeUpload, async (ctx, { params }) =>
      reply(200, await finalizeUpload(withContent(ctx), params.upload_id)),
    ),

    route(endpoints.abortUpload, async (ctx, { params }) => {
      await abortUpload(withContent(ctx), params.upload_id);
      return reply(204);
    }),
  ];
}
