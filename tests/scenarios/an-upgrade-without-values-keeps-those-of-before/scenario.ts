import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, json, get }) {
    const data = async () => (await get('v1', 'configmaps', 'keeper'))?.['data'];
    await ok('install', 'keeper', './pack', '--set', 'colour=red');
    await ok('upgrade', 'keeper', './pack');
    expect(await data()).toEqual({ colour: 'red', size: '1', revision: '2' });
    await ok('upgrade', 'keeper', './pack', '--set', 'size=2');
    expect(await data()).toEqual({ colour: 'blue', size: '2', revision: '3' });
    await ok('upgrade', 'keeper', './pack', '--set', 'colour=green', '--reuse-values');
    expect(await data()).toEqual({ colour: 'green', size: '2', revision: '4' });
    expect(await json('get', 'values', 'keeper')).toEqual({ colour: 'green', size: 2 });
    await ok('upgrade', 'keeper', './pack', '--reset-values');
    expect(await data()).toEqual({ colour: 'blue', size: '1', revision: '5' });
  },
});
