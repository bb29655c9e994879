import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { wait } from '../../../../api/client/transfer/wait.ts';
import type { ReceiptBody } from '../../../../api/contract/upload-bodies.ts';
import { abortUpload, getUpload } from '../../../../api/contract/uploads.ts';

const ASK_AGAIN_MS = 2000;

export interface WhilePublishing {
  readonly signal: AbortSignal;
  /** Called while the upload is being published, which is waited for. */
  readonly onFinalizing?: () => void;
}

/** Of an upload that is published; undefined where it is not. */
export async function receiptOf(
  api: ApiClient,
  uploadId: string,
  { signal, onFinalizing }: WhilePublishing,
): Promise<ReceiptBody | undefined> {
  const input = { params: { upload_id: uploadId }, query: { missing: 'false' as const } };
  for (;;) {
    const { upload, receipt } = (await api.call(getUpload, input, { signal })).body;
    if (upload.state !== 'finalizing') return receipt;
    onFinalizing?.();
    await wait(ASK_AGAIN_MS, signal);
  }
}

/** Gives an upload up. @throws ApiError `upload.not_open` where it is published, or just being so */
export async function abortAtServer(api: ApiClient, uploadId: string): Promise<void> {
  try {
    await api.call(abortUpload, { params: { upload_id: uploadId } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'upload.not_found') throw error;
  }
}
