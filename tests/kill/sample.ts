import { seededRandom } from '../seeded-random.ts';

/**
 * All items with SHERPACK_FULL=1, else a sample that the seed SHERPACK_SEED decides (default: the day, printed), always
 * with the first and the last item. A seed gives the same sample everywhere.
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
