import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIZES, crashEverywhere } from '../fixtures/crash.ts';
import { driverStages } from '../fixtures/drivers.ts';

const CASES = driverStages().flatMap((stage) => SIZES.map((size) => ({ stage, size, name: stage.name, revisions: size.name })));

describe.each(CASES)('a process that dies or has trouble while it writes $revisions revisions with the driver $name', ({ stage, size }) => {
  beforeAll(() => stage.skipped === undefined ? stage.prepare() : undefined, 120_000);
  afterAll(() => stage.skipped === undefined ? stage.end() : undefined);
  // Every moment where it costs little, and everywhere with SHERPACK_FULL=1; else every seventh, of each kind by turns.
  const step = (stage.inMemory && size.name === 'small') || process.env['SHERPACK_FULL'] === '1' ? 1 : 7;

  it.skipIf(stage.skipped !== undefined)(`loses nothing, shows nothing half, leaves nothing behind${stage.skipped === undefined ? '' : ` (skipped: ${stage.skipped})`}`, { timeout: 900_000 }, async () => {
    const { calls, tried, points, wrong } = await crashEverywhere({ open: stage.open, namespace: 'shop', size, step });
    expect(calls).toBeGreaterThan(15);
    process.stderr.write(`${stage.name}, ${size.name}: killed or in trouble at ${tried} of ${points} points around ${calls} calls, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
