import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

interface Deployment {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number };
}

export default defineScenario({
  async run({ ok, sherpack, json, get, example }) {
    const deployment = async () => (await get('apps/v1', 'deployments', 'demo')) as unknown as Deployment | undefined;
    await ok('install', 'demo', example('web'), '--wait');
    const first = await deployment();
    expect(first?.status.readyReplicas).toBe(first?.spec.replicas);

    expect((await sherpack('diff', 'demo', '--exit-code')).code).toBe(0);
    const change = await sherpack('diff', 'demo', example('web'), '--set', 'app.replicas=3', '--exit-code');
    expect(change.code).toBe(3);
    expect(change.stdout).toContain('spec.replicas');

    await ok('upgrade', 'demo', example('web'), '--set', 'app.replicas=3', '--wait');
    expect((await deployment())?.status.readyReplicas).toBe(3);
    await ok('rollback', 'demo', '1', '--wait');
    expect((await deployment())?.spec.replicas).toBe(first?.spec.replicas);

    const history = (await json('history', 'demo')) as { revision: number; status: string; chart: string }[];
    expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual(['1 superseded', '2 superseded', '3 deployed']);
    const [listed] = (await json('list')) as { name: string; revision: string; status: string }[];
    expect(listed).toMatchObject({ name: 'demo', revision: '3', status: 'deployed' });

    await ok('uninstall', 'demo', '--wait');
    expect(await deployment()).toBeUndefined();
    expect(await json('list')).toEqual([]);
  },
});
