/** Lines of a label and its text, without those that say nothing. */
export function labelled(lines: Readonly<Record<string, string>>): string[] {
  return Object.entries(lines)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(8)}  ${value}`);
}
