import type { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import type { Endpoint, EndpointAccess, EndpointAnswer } from '../../contract/endpoint.ts';
import { ERRORS, type ErrorCode, Problem } from '../../contract/errors.ts';
import { SERVICE_NAME, SERVICE_VERSION } from '../../contract/service.ts';

const TOKEN_ERRORS = ['auth.required', 'auth.token_invalid', 'auth.token_expired'] as const;
const EVERYWHERE = ['internal', 'database.unavailable'] as const;
const WITH_BODY = ['request.malformed', 'request.too_large', 'request.unsupported_type'] as const;

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(endpoints: readonly Endpoint[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(endpoint),
    };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: SERVICE_NAME,
      version: SERVICE_VERSION,
      description:
        'Books and app builds in S3-compatible storage. Errors are RFC 9457 problem details; programs test `code`.',
    },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { params, query, headers, body, answers } = endpoint;
  const responses: ZodOpenApiOperationObject['responses'] = problemResponses(endpoint);
  for (const [status, answer] of Object.entries(answers)) {
    responses[status as `${1 | 2 | 3 | 4 | 5}${string}`] = {
      description: answer.description,
      ...(answer.schema ? { content: contentOf(answer.schema, answer) } : {}),
      ...(answer.headers ? { headers: headerObjects(answer.headers) } : {}),
    };
  }
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    security: security(endpoint.access),
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': { schema: body } },
          },
        }
      : {}),
    responses,
  };
}

function contentOf(schema: z.ZodType, { contentType, alternatives }: EndpointAnswer) {
  const all = { [contentType ?? 'application/json']: schema, ...alternatives };
  return Object.fromEntries(
    Object.entries(all).map(([type, what]): [string, { schema: z.ZodType }] => [
      type,
      { schema: what },
    ]),
  );
}

function security(access: EndpointAccess): { bearer: string[] }[] | Record<string, never>[] {
  switch (access) {
    case 'open':
      return [];
    case 'optional':
      return [{}, { bearer: [] }] as Record<string, never>[];
    case 'signed-in':
    case 'admin':
      return [{ bearer: [] }];
  }
}

function problemResponses(endpoint: Endpoint): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(endpoint)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('. '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}

/** What the route itself answers, and what comes with having a body, parameters or a lock. */
function codesOf({ access, body, query, errors }: Endpoint): Set<ErrorCode> {
  const guarded = access === 'signed-in' || access === 'admin';
  return new Set<ErrorCode>([
    ...errors,
    ...(guarded ? TOKEN_ERRORS : []),
    ...(access === 'admin' ? (['auth.forbidden'] as const) : []),
    ...(body ? WITH_BODY : []),
    ...(body || query ? (['request.invalid'] as const) : []),
    ...EVERYWHERE,
  ]);
}

function headerObjects(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );
}
