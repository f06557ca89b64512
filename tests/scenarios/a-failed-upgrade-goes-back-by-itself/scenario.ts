import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, sherpack, json, get }) {
    await ok('install', 'shop', './pack', '--wait');
    const failed = await sherpack('upgrade', 'shop', './pack', '--set', 'behaviour=image-pull,colour=red', '--auto-rollback', '--timeout', '4s');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/container shop: (ErrImagePull|ImagePullBackOff): failed to pull/);
    expect(failed.stderr).toMatch(/^Error DEPLOY_\w+: .*; everything was undone$/m);
    expect((await get('v1', 'configmaps', 'shop-colour'))?.['data']).toEqual({ colour: 'blue' });
    const history = (await json('history', 'shop')) as { revision: number; status: string; description: string }[];
    expect(history[1]?.description).toMatch(/^Upgrade failed: .*shop.*$/);
    expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual(['1 superseded', '2 failed', '3 deployed']);
  },
});
