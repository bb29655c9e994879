/** The form a count takes in English: `plural(1, 'file', 'files')`. */
export function plural(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
