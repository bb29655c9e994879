import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { createAuthenticator } from './access/authenticate.ts';
import type { AccessPorts } from './access/context.ts';
import { peopleRoutes } from './access/people-routes.ts';
import { accessRoutes } from './access/routes.ts';
import { bookRoutes } from './content/books/routes.ts';
import { buildRoutes } from './content/builds/routes.ts';
import type { ContentPorts } from './content/context.ts';
import { operationHandlers } from './content/operation-handlers.ts';
import { readingRoutes } from './content/reading/routes.ts';
import { revisionRoutes } from './content/revisions/routes.ts';
import { trashRoutes } from './content/trash/routes.ts';
import { uploadRoutes } from './content/uploads/routes.ts';
import { compressAnswers, makeAnswer } from './core/http/answer.ts';
import { DOCS_STYLE, docsPage } from './core/http/docs-page.ts';
import type { HttpEnv, Services } from './core/http/environment.ts';
import { mount } from './core/http/mount.ts';
import { openApiDocument } from './core/http/openapi.ts';
import { allowPanels, sendBrowsersToPanel } from './core/http/panel.ts';
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
  if (!services.compressesAnswers) app.use(compressAnswers());
  if (services.panelOrigins.length > 0) app.use(allowPanels(services.panelOrigins));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethodNotAllowed }));
  app.use(refuseBadPath);

  if (services.panel) {
    app.get('/', sendBrowsersToPanel);
    app.get('/panel/*', services.panel);
  }
  const routes = [
    ...coreRoutes(operationHandlers(content)),
    ...accessRoutes(access, services.isSecure),
    ...peopleRoutes(access),
    ...bookRoutes(),
    ...buildRoutes(),
    ...uploadRoutes(content),
    ...readingRoutes(content),
    ...trashRoutes(),
    ...revisionRoutes(),
  ];
  mount(app, routes, createAuthenticator(access.tokens));
  serveDocs(
    app,
    routes.map(({ endpoint }) => endpoint),
  );
  return app;
}

function serveDocs(app: Hono<HttpEnv>, endpoints: Parameters<typeof openApiDocument>[0]): void {
  const serve = (path: string, type: string, make: () => string | Promise<string>) => {
    let text: string | undefined;
    app.get(path, async (c) => {
      text ??= await make();
      return makeAnswer(c, { status: 200, body: text, headers: { 'Content-Type': type } });
    });
  };
  serve('/openapi.json', 'application/json', () => JSON.stringify(openApiDocument(endpoints)));
  serve('/docs', 'text/html; charset=utf-8', async () => String(await docsPage(endpoints)));
  serve('/docs.css', 'text/css', () => DOCS_STYLE);
}
