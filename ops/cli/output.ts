import type { Writable } from 'node:stream';

/** Lines to stdout or stderr; each call waits until the reader has taken them. */
export interface Output {
  /** Text for people; a newline is added, control characters are not let through. */
  text(text: string): Promise<void>;
  /** JSON documents, one a line. */
  json(...documents: readonly unknown[]): Promise<void>;
}

/** @throws the stream's error, `EPIPE` when nobody reads any more */
export function createOutput(stream: Writable): Output {
  // Each write reports its own error; without a listener the event would end the process.
  stream.on('error', () => {});
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return {
    text: (text) => write(`${withoutControls(text)}\n`),
    json: (...documents) => write(documents.map((one) => `${JSON.stringify(one)}\n`).join('')),
  };
}

/** So that no answer can move the cursor of a terminal or colour it. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}--[\n\t]]/gv, '\uFFFD');
}
