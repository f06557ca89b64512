import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, get }) {
    await ok('install', 'store', './pack');
    expect(await get('v1', 'configmaps', 'goes')).toBeDefined();

    const upgrade = await ok('upgrade', 'store', './pack', '--set', 'extras=false');
    expect(await get('v1', 'configmaps', 'goes')).toBeUndefined();
    expect(await get('v1', 'secrets', 'protected')).toBeDefined();
    expect(upgrade.stdout + upgrade.stderr).not.toContain('hunter2');

    await ok('rollback', 'store', '1');
    expect(await get('v1', 'configmaps', 'goes')).toBeDefined();

    const removal = await ok('uninstall', 'store');
    expect(removal.stdout + removal.stderr).toContain('protected');
  },
});
