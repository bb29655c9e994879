import { getOperation, type OperationBody } from '../../contract/operations.ts';
import type { ReceiptBody } from '../../contract/upload-bodies.ts';
import { finalizeUpload } from '../../contract/uploads.ts';
import { ApiError } from '../api-error.ts';
import { wait } from '../transfer/wait.ts';
import { callApi } from './call-api.ts';
import type { PushContext } from './push-context.ts';

const ASK_AGAIN_SECONDS = 2;

/** Publishes an upload of which all has arrived, however long that takes. @throws ApiError */
export async function publish(push: PushContext, uploadId: string): Promise<ReceiptBody> {
  push.meter.begin('finalizing');
  for (;;) {
    const params = { upload_id: uploadId };
    const answer = await callApi(push, finalizeUpload, { params, headers: {}, body: {} });
    if (answer.status === 200) return answer.body;
    // Once it is done, the upload gives its receipt.
    await untilDone(push, answer.body);
  }
}

async function untilDone(push: PushContext, begun: OperationBody): Promise<void> {
  let operation = begun;
  while (operation.state === 'queued' || operation.state === 'running') {
    push.meter.setFiles(operation.done, operation.total);
    await wait(ASK_AGAIN_SECONDS * 1000, push.signal);
    const params = { operation_id: operation.id };
    operation = (await callApi(push, getOperation, { params })).body;
  }
  if (operation.error) throw new ApiError(operation.error);
}
