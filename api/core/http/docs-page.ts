import { html } from 'hono/html';
import type { Endpoint } from '../../contract/endpoint.ts';
import { ERRORS } from '../../contract/errors.ts';
import { SERVICE_NAME, SERVICE_VERSION } from '../../contract/service.ts';

/** What the page is shown by, at `/docs.css`: the Content-Security-Policy lets no style stand in it. */
export const DOCS_STYLE = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
  code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
  h2 { margin-top: 2.5rem; border-bottom: 1px solid; }
  article { margin: 1.5rem 0; }
  article h3 { margin: 0; }
  table { border-collapse: collapse; width: 100%; }
  td, th { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0; }
`;

/** The contract as a page for people: no script, nothing loaded from elsewhere. */
export function docsPage(endpoints: readonly Endpoint[]) {
  const tags = [...new Set(endpoints.map(({ tag }) => tag))];
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${SERVICE_NAME} API</title>
<link rel="stylesheet" href="/docs.css">
<h1>${SERVICE_NAME} ${SERVICE_VERSION}</h1>
<p>Every shape in full: <a href="/openapi.json">openapi.json</a>. Errors are
<code>application/problem+json</code>; programs test their <code>code</code>.</p>
${tags.map(
  (tag) => html`<section><h2>${tag}</h2>
${endpoints.filter((endpoint) => endpoint.tag === tag).map(endpointArticle)}</section>`,
)}
</html>`;
}

function endpointArticle(endpoint: Endpoint) {
  const { id, method, path, summary, access, answers, errors } = endpoint;
  return html`<article id="${id}">
<h3><code>${method} ${path}</code></h3>
<p>${summary}. <small>Access: ${access}.</small></p>
<table>
${fieldRows('path', endpoint.params)}
${fieldRows('query', endpoint.query)}
${fieldRows('header', endpoint.headers)}
${Object.entries(answers).map(
  ([status, { description }]) =>
    html`<tr><th scope="row">${status}</th><td>${description}</td></tr>`,
)}
${errors.map(
  (code) =>
    html`<tr><th scope="row">${ERRORS[code].status}</th><td><code>${code}</code> ${ERRORS[code].title}</td></tr>`,
)}
</table>
</article>`;
}

function fieldRows(place: string, schema: Endpoint['query']) {
  return Object.entries(schema?.shape ?? {}).map(
    ([name, field]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${place}${describe(field)}</td></tr>`,
  );
}

function describe(field: unknown): string {
  const description =
    typeof field === 'object' && field !== null && 'description' in field && field.description;
  return description ? `: ${description}` : '';
}
