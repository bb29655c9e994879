/**
 * Calls `work` for each item, `limit` of them at once. After a failure none is begun any more; those
 * under way are waited for before it is thrown, so that nothing goes on behind the caller's back.
 */
export async function forEachAtOnce<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  let failed = false;
  async function workOff(): Promise<void> {
    for (const item of waiting) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: limit }, workOff));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
