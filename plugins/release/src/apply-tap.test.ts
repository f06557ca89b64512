import { describe, expect, it } from 'vitest';
import { emptyPlan } from '@sherpack/plugin-api';
import type { DeployContext, Operation, Plan } from '@sherpack/plugin-api';
import { applyTap } from './apply-tap.ts';

function check(kind: string, wait: boolean, observable: boolean): Promise<Plan> {
  const operation = { kind } as Operation;
  const context = { operation, cluster: async () => ({ observable, variant: 'directory' }) } as unknown as DeployContext;
  return applyTap({ ...emptyPlan(operation), wait }, context);
}

describe('waiting', () => {
  it('is refused where nothing can be observed', async () => {
    await expect(check('install', true, false)).rejects.toMatchObject({ code: 'RELEASE_WAIT_UNSUPPORTED', exitCode: 2, message: expect.stringContaining('"directory"') });
  });

  it.each([['install', true, true], ['install', false, false], ['uninstall', true, false]] as const)('lets %s pass (wait %s, observable %s)', async (kind, wait, observable) => {
    expect((await check(kind, wait, observable)).wait).toBe(wait);
  });
});
