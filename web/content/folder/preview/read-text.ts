import { fetchFromStore } from '../fetch-from-store.ts';

/** How much of a text is shown. */
export const TEXT_BYTES = 512 * 1024;

/** The beginning of a file as text, with no half character at its end. */
export async function readText(url: string, signal: AbortSignal): Promise<string> {
  const headers = { range: `bytes=0-${TEXT_BYTES - 1}` };
  const answer = await fetchFromStore(url, { headers, signal });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Streaming holds back what a cut leaves unfinished.
  return new TextDecoder().decode(bytes.subarray(0, TEXT_BYTES), { stream: true });
}
