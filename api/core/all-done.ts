/**
 * As `Promise.all`, but waits for all of them also when one fails, so that nothing goes on behind the
 * caller's back.
 */
export async function allDone<const T extends readonly unknown[]>(
  ...work: T
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
