import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ sherpack, get, json }) {
    const refused = await sherpack('install', 'wrong', './pack');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('DEPLOY_PLAN_REFUSED');
    expect(refused.stderr).toContain('spec.ports[0].port');
    expect(refused.stderr).toContain('datta');
    expect(await get('v1', 'configmaps', 'right')).toBeUndefined();
    expect(await json('list')).toEqual([]);
  },
});
