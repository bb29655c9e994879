import type { OperationBody } from '../../contract/operations.ts';
import { type Reply, reply } from '../http/route.ts';
import { ASK_AGAIN_SECONDS, type OperationRow, operationBody } from './operation-row.ts';

/** Answers 202 with an operation, and where to ask for it. @param headers beside those of every one */
export function answerAccepted(
  operation: OperationRow,
  headers: Readonly<Record<string, string>> = {},
): Reply<202, OperationBody> {
  return reply(202, operationBody(operation), {
    Location: `/operations/${operation.id}`,
    'Retry-After': ASK_AGAIN_SECONDS,
    ...headers,
  });
}
