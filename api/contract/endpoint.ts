import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/**
 * Who may call: anyone, anyone though a valid token shows more (`optional`), any signed-in user,
 * or an administrator.
 */
export type EndpointAccess = 'open' | 'optional' | 'signed-in' | 'admin';

/** What one status answers. Without a schema the answer has no body. */
export interface EndpointAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` unless stated. */
  readonly contentType?: string;
  /** What it also comes as, for those whose `Accept` asks for it: content type → what it holds. */
  readonly alternatives?: Readonly<Record<string, z.ZodType>>;
  /** Header name → what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One route of the wire contract. The server's validation, the typed client and the OpenAPI
 * document all derive from it, so a path or a shape is written down once.
 */
export interface Endpoint {
  /** OpenAPI's operationId, such as `createBook`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** OpenAPI form: `/books/{book_id}`. */
  readonly path: string;
  /** The last parameter of `path` may be empty, and may hold slashes; handlers read the raw path. */
  readonly tail?: true;
  readonly tag: string;
  readonly summary: string;
  readonly access: EndpointAccess;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Largest body in inflated bytes; {@link DEFAULT_BODY_LIMIT} unless stated. */
  readonly bodyLimit?: number;
  readonly answers: Readonly<Record<number, EndpointAnswer>>;
  /** The codes this route adds to those any route may answer. */
  readonly errors: readonly ErrorCode[];
}

export const DEFAULT_BODY_LIMIT = 1024 * 1024;

/** Keeps the literal types of a route, so that clients and handlers can be typed from it. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}

type SchemaOf<E, Part extends string> =
  E extends Readonly<Record<Part, infer S extends z.ZodType>> ? S : undefined;
type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined;
type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a caller passes: `params`, `query`, `headers`, `body` as the schemas take them. */
export type EndpointInput<E extends Endpoint> = {
  [Part in RequestPart as SchemaOf<E, Part> extends undefined ? never : Part]: InputOf<
    SchemaOf<E, Part>
  >;
};

/** What a handler receives: the same parts, parsed. */
export type EndpointRequest<E extends Endpoint> = {
  [Part in RequestPart as SchemaOf<E, Part> extends undefined ? never : Part]: OutputOf<
    SchemaOf<E, Part>
  >;
};

type RequestPart = 'params' | 'query' | 'headers' | 'body';

type AnswerBody<A> = A extends { readonly schema: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** The statuses an endpoint answers, each with the body that goes with it. */
export type EndpointReply<E extends Endpoint> = {
  [Status in keyof E['answers'] & number]: {
    readonly status: Status;
    readonly body: AnswerBody<E['answers'][Status]>;
  };
}[keyof E['answers'] & number];
