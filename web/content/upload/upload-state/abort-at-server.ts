import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { abortUpload } from '../../../../api/contract/uploads.ts';

/** Gives an upload up, unless it is over by now. */
export async function abortAtServer(api: ApiClient, uploadId: string): Promise<void> {
  try {
    await api.call(abortUpload, { params: { upload_id: uploadId } });
  } catch (error) {
    if (!(error instanceof ApiError) || !isOver(error)) throw error;
  }
}

function isOver({ code, problem }: ApiError): boolean {
  return code === 'upload.not_found' || problem.state === 'published';
}
