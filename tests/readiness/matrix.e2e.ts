import { describeControlPlane } from '@sherpack/control-plane/suite';
import { beforeAll, it } from 'vitest';
import type { Outcome } from './case.ts';
import { expectCase } from './expect-case.ts';
import { FAULTS } from './faults.ts';
import { realGround } from './ground.ts';
import { LOOK_ALIKES } from './look-alikes.ts';
import { printMatrix, runMatrix } from './matrix.ts';

describeControlPlane('failures and what looks like them', {}, (plane) => {
  let outcomes: readonly Outcome[] = [];

  beforeAll(async () => {
    outcomes = await runMatrix(() => realGround(plane()), () => true);
    process.stderr.write(`${printMatrix(outcomes)}\n`);
  }, 300_000);

  it.each([...FAULTS, ...LOOK_ALIKES])('$name is $expected', (one) => {
    expectCase(one, outcomes.find(({ name }) => name === one.name));
  });
});
