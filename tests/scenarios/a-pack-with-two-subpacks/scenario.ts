import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, example, json }) {
    await ok('install', 'platform', example('platform'), '--wait');
    await ok('upgrade', 'platform', example('platform'), '--wait');
    await ok('rollback', 'platform', '1', '--wait');
    const [listed] = (await json('list')) as { revision: string; status: string }[];
    expect(listed).toMatchObject({ revision: '3', status: 'deployed' });
    await ok('uninstall', 'platform', '--wait');
  },
});
