import type { Writable } from 'node:stream';

/** Lines to stdout or stderr; each call waits until the reader has taken them. */
export interface Output {
  /** Text for people; a newline is added, control characters are not let through. */
  text(text: string): Promise<void>;
  /** JSON documents, one a line. */
  json(...documents: readonly unknown[]): Promise<void>;
  /** Bytes as they are, for a file or another program; what a terminal shows is UTF-8 made safe. */
  bytes(bytes: Uint8Array): Promise<void>;
}

/** @throws the stream's error, `EPIPE` when nobody reads any more */
export function createOutput(stream: Writable & { readonly isTTY?: boolean }): Output {
  // Each write reports its own error; without a listener the event would end the process.
  stream.on('error', () => {});
  const write = (text: string | Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  const decoder = new TextDecoder();
  const shown = (bytes: Uint8Array) =>
    withoutControls(decoder.decode(bytes, { stream: true }).replaceAll('\r\n', '\n'));
  return {
    text: (text) => write(`${withoutControls(text)}\n`),
    json: (...documents) => write(documents.map((one) => `${JSON.stringify(one)}\n`).join('')),
    bytes: (bytes) => write(stream.isTTY ? shown(bytes) : bytes),
  };
}

/** So that no answer can move the cursor of a terminal or colour it. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}--[\n\t]]/gv, '\uFFFD');
}
