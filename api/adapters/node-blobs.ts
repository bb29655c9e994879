import { Agent } from 'undici';
import type { Blobs } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { createS3Blobs } from './s3-blobs.ts';
import { PATIENCE, type Patience, SLOW } from './s3-patience.ts';
import type { SendBare } from './s3-quick-copy.ts';
import { systemIds } from './system.ts';

/** As many as the SDK opens by itself. */
const CONNECTIONS = 50;

/**
 * The object store for Node.
 * @param patience how long it is waited for
 */
export function createNodeBlobs(access: StoreAccess, patience: Patience = PATIENCE): Blobs {
  return createS3Blobs(access, systemIds, { patience, send: sendByUndici(patience) });
}

/** A request takes a third of the processor by undici that it takes by `fetch`, which is undici below. */
export function sendByUndici({ connectionTimeout }: Patience = PATIENCE): SendBare {
  const connect = { timeout: connectionTimeout };
  const agent = new Agent({ connections: CONNECTIONS, connect });
  const limits = { headersTimeout: SLOW.requestTimeout, bodyTimeout: SLOW.requestTimeout };
  return async (request) => {
    const { statusCode, body } = await agent.request({ ...request, ...limits });
    return { status: statusCode, text: await body.text() };
  };
}
