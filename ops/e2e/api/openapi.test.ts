import { beforeAll, describe, expect, inject, it } from 'vitest';
import * as access from '../../../api/contract/access.ts';
import * as audit from '../../../api/contract/audit.ts';
import * as books from '../../../api/contract/books.ts';
import * as builds from '../../../api/contract/builds.ts';
import type { Endpoint } from '../../../api/contract/endpoint.ts';
import * as slowWork from '../../../api/contract/operations.ts';
import * as publishers from '../../../api/contract/publishers.ts';
import * as manifests from '../../../api/contract/read-manifest.ts';
import * as reads from '../../../api/contract/read-urls.ts';
import * as revisions from '../../../api/contract/revisions.ts';
import * as service from '../../../api/contract/service.ts';
import * as sessions from '../../../api/contract/sessions.ts';
import * as storage from '../../../api/contract/storage.ts';
import * as trash from '../../../api/contract/trash.ts';
import * as uploads from '../../../api/contract/uploads.ts';
import * as users from '../../../api/contract/users.ts';
import { type Answer, call } from '../http.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: object }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const EXPORTS: readonly unknown[] = Object.values({
  ...access,
  ...audit,
  ...books,
  ...builds,
  ...slowWork,
  ...manifests,
  ...publishers,
  ...reads,
  ...revisions,
  ...service,
  ...sessions,
  ...storage,
  ...trash,
  ...uploads,
  ...users,
});
const ENDPOINTS = EXPORTS.filter(isEndpoint);

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'answers' in value;
}

let answer: Answer<Document>;
beforeAll(async () => {
  answer = await call<Document>(inject('target').baseUrl, '/openapi.json');
});

function operations(): [string, Operation][] {
  return Object.entries(answer.body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

describe('the OpenAPI document', () => {
  it('is one of version 3.1', () => {
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.body.openapi).toMatch(/^3\.1\.\d+$/);
    expect(answer.body.info).toMatchObject({ title: 'dream-central-storage' });
  });

  it('names every route of the contract, and no other', () => {
    expect(ENDPOINTS.length).toBeGreaterThan(10);
    expect(operations().map(([name]) => name)).toEqual(
      expect.arrayContaining(ENDPOINTS.map(({ method, path }) => `${method} ${path}`)),
    );
    expect(operations()).toHaveLength(ENDPOINTS.length);
  });

  it('names each operation once, with its parameters and answers', () => {
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { parameters = [], responses }] of operations()) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      const wanted = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(
        inPath.map((parameter) => parameter.name),
        name,
      ).toEqual(wanted);
      expect(Object.keys(responses).length, name).toBeGreaterThan(1);
      for (const response of Object.values(responses)) {
        expect(response.description, name).toBeTruthy();
      }
    }
  });

  it('holds everything it refers to', () => {
    const text = JSON.stringify(answer.body);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      let at: unknown = answer.body;
      for (const key of reference.split('/')) at = Reflect.get(at as object, key);
      expect(at, reference).toBeDefined();
    }
    expect(text.match(/"\$ref":/g)).toHaveLength(references.length);
  });

  it('tells the statuses a caller will meet', () => {
    const statuses = (name: string) =>
      Object.keys(operations().find(([at]) => at === name)?.[1].responses ?? {});
    expect(statuses('POST /books')).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '409', '413', '415', '422', '503']),
    );
    expect(statuses('PUT /books/{book_id}')).toEqual(
      expect.arrayContaining(['200', '404', '409', '412', '422']),
    );
    expect(statuses('POST /auth/login')).toEqual(expect.arrayContaining(['200', '401', '429']));
  });

  it('tells the content types a caller may ask for', () => {
    const [, audit] = operations().find(([at]) => at === 'GET /audit') ?? [];
    expect(Object.keys(audit?.responses['200']?.content ?? {})).toEqual([
      'application/json',
      'text/csv',
      'application/x-ndjson',
    ]);
  });
});

describe('the page for people', () => {
  it('needs no script and allows none', async () => {
    const { status, headers, body } = await call<string>(inject('target').baseUrl, '/docs');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/html; *charset=utf-8$/i);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/script-src|unsafe-inline/);
    expect(body).not.toMatch(/<script|\son\w+=|https?:\/\//i);
    for (const { method, path } of ENDPOINTS) expect(body).toContain(`${method} ${path}`);
  });
});
