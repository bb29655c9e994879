import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { createAuthenticator } from './access/authenticate.ts';
import type { AccessPorts } from './access/context.ts';
import { accessRoutes } from './access/routes.ts';
import { bookRoutes } from './content/books/routes.ts';
import { buildRoutes } from './content/builds/routes.ts';
import type { ContentPorts } from './content/context.ts';
import { readingRoutes } from './content/reading/routes.ts';
import { uploadRoutes } from './content/uploads/routes.ts';
import { DOCS_STYLE, docsPage } from './core/http/docs-page.ts';
import type { HttpEnv, Services } from './core/http/environment.ts';
import { mount } from './core/http/mount.ts';
import { openApiDocument } from './core/http/openapi.ts';
import { answerError, answerMethodNotAllowed, answerNotFound } from './core/http/problems.ts';
import { refuseBadPath } from './core/http/refuse-bad-path.ts';
import { requestContext } from './core/http/request-context.ts';
import { coreRoutes } from './core/routes.ts';

/** What the modules need beyond the common services. */
export interface ModulePorts {
  readonly access: AccessPorts;
  readonly content: ContentPorts;
}

/** The whole API, the same on every runtime; what differs comes in as `services`. */
export function createApp(services: Services, { access, content }: ModulePorts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.onError(answerError);
  app.notFound(answerNotFound);
  app.use(requestContext(services));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        styleSrc: ["'self'"],
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  );
  if (!services.compressesAnswers) app.use(compress({ encoding: 'gzip', threshold: 1024 }));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethodNotAllowed }));
  app.use(refuseBadPath);

  const routes = [
    ...coreRoutes(),
    ...accessRoutes(access, services.isSecure),
    ...bookRoutes(),
    ...buildRoutes(),
    ...uploadRoutes(content),
    ...readingRoutes(content),
  ];
  mount(app, routes, createAuthenticator(access.tokens));
  serveDocs(
    app,
    routes.map(({ endpoint }) => endpoint),
  );
  return app;
}

function serveDocs(app: Hono<HttpEnv>, endpoints: Parameters<typeof openApiDocument>[0]): void {
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/openapi.json', (c) => {
    document ??= openApiDocument(endpoints);
    return c.json(document);
  });
  app.get('/docs', (c) => c.html(docsPage(endpoints)));
  app.get('/docs.css', (c) => c.body(DOCS_STYLE, 200, { 'Content-Type': 'text/css' }));
}
