import type { ApiClient } from '../../../../api/client/api-client.ts';
import type { ReceiptBody } from '../../../../api/contract/upload-bodies.ts';
import { getUpload } from '../../../../api/contract/uploads.ts';

/** Of an upload that is published; undefined while it is not, or never will be. */
export async function receiptOf(
  api: ApiClient,
  uploadId: string,
): Promise<ReceiptBody | undefined> {
  const params = { upload_id: uploadId };
  return (await api.call(getUpload, { params, query: { missing: 'false' } })).body.receipt;
}
