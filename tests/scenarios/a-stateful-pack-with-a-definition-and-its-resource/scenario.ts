import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, example, api, namespace }) {
    await ok('install', 'data', example('stateful'), '--wait');
    await ok('upgrade', 'data', example('stateful'), '--set', 'replicas=3', '--wait');
    await ok('rollback', 'data', '1', '--wait');
    const claims = () => api.demand<{ items: unknown[] }>('GET', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
    expect((await claims()).items.length).toBeGreaterThan(0);

    const removal = await ok('uninstall', 'data', '--wait');
    const told = removal.stdout + removal.stderr;
    expect(told).toContain('PersistentVolumeClaim');
    expect(told).toContain('CustomResourceDefinition');
    expect((await claims()).items.length).toBeGreaterThan(0);
  },
});
