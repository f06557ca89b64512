import { describeControlPlane } from '@sherpack/control-plane/suite';
import { beforeAll, expect, it } from 'vitest';
import { chainLines } from '../../plugins/deploy/src/failure/report.ts';
import type { Outcome } from './case.ts';
import { FAULTS } from './faults.ts';
import { realGround } from './ground.ts';
import { LOOK_ALIKES } from './look-alikes.ts';
import { printMatrix, runMatrix } from './matrix.ts';

/** Beyond the grace of the catalogue, counted from when the cluster shows the fault. Milliseconds. */
const ALLOWED = 5000;

describeControlPlane('failures and what looks like them', {}, (plane) => {
  let outcomes: readonly Outcome[] = [];

  beforeAll(async () => {
    outcomes = await runMatrix(() => realGround(plane()), () => true);
    process.stderr.write(`${printMatrix(outcomes)}\n`);
  }, 300_000);

  it.each([...FAULTS, ...LOOK_ALIKES])('$name is $expected', ({ name, expected, within, chain = [], reason, notice }) => {
    const outcome = outcomes.find((one) => one.name === name);
    expect(outcome?.verdict.state, outcome?.verdict.reason).toBe(expected);
    expect(outcome?.ms).toBeLessThanOrEqual(within + ALLOWED);
    const lines = chainLines(outcome?.verdict.chain);
    for (const part of chain) expect(lines.some((line) => part.split('|').some((text) => line.includes(text))), `${part} in\n${lines.join('\n')}`).toBe(true);
    if (reason !== undefined) expect(outcome?.verdict.reason).toContain(reason);
    if (notice !== undefined) expect(outcome?.verdict.notice).toContain(notice);
    if (expected === 'failed' && reason === undefined) expect(outcome?.verdict.hint).toBeDefined();
  });
});
