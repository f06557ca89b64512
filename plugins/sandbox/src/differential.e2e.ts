import { describeControlPlane } from '@sherpack/control-plane/suite';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownDifferences } from '../fixtures/differential/known-differences.ts';
import { shrunk, told } from '../fixtures/differential/shrink.ts';
import { realSide, sandboxSide } from '../fixtures/differential/sides.ts';
import { kindModels, storyOf } from '../fixtures/differential/story.ts';
import { sumOf, summary, tallyOf } from '../fixtures/differential/tally.ts';

const sampled = 80;
const whole = 400;
const shownDifferences = 5;
const minutes = 60_000;

function seeds(): number[] {
  const count = process.env['SHERPACK_FULL'] === '1' ? whole : sampled;
  return Array.from({ length: count }, (_, i) => i + 1);
}

describe('the stories that are told to both servers', () => {
  it('are always the same', () => {
    expect(JSON.stringify(storyOf(7))).toBe(JSON.stringify(storyOf(7)));
  });

  it('are about many kinds, among them generated ones', () => {
    expect(kindModels.length).toBeGreaterThanOrEqual(35);
    const definitions = seeds().flatMap((seed) => storyOf(seed).steps.filter((step) => step.wait)).length;
    expect(definitions).toBeGreaterThanOrEqual(20);
  });

  it('differ in no way that the README does not explain', () => {
    const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
    for (const { title } of knownDifferences) expect(readme).toContain(title);
  });
});

describeControlPlane('the sandbox beside a real API server without controllers', { own: true, controllers: false, nodes: 0 }, (controlPlane) => {
  it('answers random requests as it does: same status, reason and object, field managers included', async () => {
    const real = realSide(controlPlane().connection);
    const sandbox = await sandboxSide();
    try {
      const tally = await tallyOf(seeds(), real, sandbox);
      process.stdout.write(`${summary(tally)}\n`);
      const differences: string[] = [];
      for (const mismatch of tally.mismatches.slice(0, shownDifferences)) differences.push(await explained(mismatch));
      expect(differences.join('\n')).toBe('');
      expect(tally.requests).toBeGreaterThanOrEqual(2000);
      expect(sumOf(tally.known) + tally.skipped).toBeLessThanOrEqual(tally.requests / 100);
    } finally {
      await sandbox.close();
      await real.close();
    }

    async function explained(mismatch: Parameters<typeof told>[0]): Promise<string> {
      return told(mismatch, await shrunk(storyOf(mismatch.seed), mismatch, real, sandbox));
    }
  }, 30 * minutes);
});
