/** Runs at most `limit` at a time and keeps the order of the results. The first failure ends it once those under way are done. */
export async function inParallel<Item, Result>(items: readonly Item[], limit: number, run: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  let failed = false;

  async function work(): Promise<void> {
    while (next < items.length && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await run(items[index] as Item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }

  const workers = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, work));
  const broken = workers.find((worker) => worker.status === 'rejected');
  if (broken?.status === 'rejected') throw broken.reason;
  return results;
}
