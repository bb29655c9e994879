import type { ReceiptBody } from '../../api/contract/upload-bodies.ts';
import { labelled } from './labelled.ts';
import { changesText } from './push/push-report.ts';

/** What was published without sending anything. @param baseUrl of the API, without a trailing slash */
export function publishedText(receipt: ReceiptBody, baseUrl: string): string {
  const lines = { changes: changesText(receipt.counts), tree: `${baseUrl}${receipt.tree}` };
  return [receipt.message, ...labelled(lines)].join('\n');
}
