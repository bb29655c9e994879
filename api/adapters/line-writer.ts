/** What takes text, such as `process.stdout`. */
interface Sink {
  write(text: string): unknown;
}

/**
 * Writes lines to a sink: those of one turn of the event loop together, since a write to a pipe takes
 * longer than most answers. What is left when the process exits is written then.
 */
export function createLineWriter(sink: Sink): (line: string) => void {
  let lines: string[] = [];
  const flush = () => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    sink.write(text);
  };
  process.on('exit', flush);
  return (line) => {
    if (lines.length === 0) setImmediate(flush);
    lines.push(line);
  };
}
