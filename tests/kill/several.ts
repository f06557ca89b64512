/** Works on so many items at a time, in their order. @returns the results in the same order */
export async function several<Item, Result>(items: readonly Item[], atATime: number, work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  const open = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = open.shift(); next !== undefined; next = open.shift()) results[next[0]] = await work(next[1]);
  }
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
