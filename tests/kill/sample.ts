/**
 * All items with SHERPACK_FULL=1, else a sample that the seed SHERPACK_SEED decides (default: the day, printed), always
 * with the first and the last item. The generator is mulberry32, so a seed gives the same sample everywhere.
 */
export function sampleOf<Item>(items: readonly Item[], size: number): readonly Item[] {
  if (process.env['SHERPACK_FULL'] === '1' || items.length <= size) return items;
  const seed = seedOfRun();
  process.stdout.write(`sample of ${size} of ${items.length}, SHERPACK_SEED=${seed}\n`);
  const chosen = new Set([0, items.length - 1]);
  const random = seededRandom(seed);
  while (chosen.size < size) chosen.add(Math.floor(random() * items.length));
  return items.filter((_, index) => chosen.has(index));
}

export function seedOfRun(): number {
  return Number(process.env['SHERPACK_SEED'] ?? Math.floor(Date.now() / 86_400_000));
}

/** Numbers from 0 to below 1, the same for the same seed everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
