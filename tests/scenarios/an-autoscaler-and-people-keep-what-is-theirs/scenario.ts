import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ ok, sherpack, api, namespace, get, example }) {
    const pack = example('autoscaled');
    const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/demo`;
    const settings = `/api/v1/namespaces/${namespace}/configmaps/demo`;
    const edit = (path: string, body: object) => api.demand('PATCH', `${path}?fieldManager=kubectl-edit`, { body, contentType: 'application/strategic-merge-patch+json' });

    await ok('install', 'demo', pack, '--wait');
    const scaled = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'demo', namespace }, spec: { replicas: 4 } };
    await api.demand('PUT', `${deployment}/scale?fieldManager=kube-controller-manager`, { body: scaled });
    await edit(settings, { data: { logLevel: 'debug' } });
    await edit(deployment, { spec: { template: { spec: { containers: [{ name: 'app', image: 'example/app:by-hand' }] } } } });

    const plan = await ok('plan', 'upgrade', 'demo', pack, '--set', 'tag=2.0');
    expect(plan.stdout).toContain('.spec.replicas is left to kube-controller-manager');
    expect(plan.stdout).toContain('.data.logLevel is left to kubectl-edit');
    await ok('upgrade', 'demo', pack, '--set', 'tag=2.0', '--wait');
    expect(await get('apps/v1', 'deployments', 'demo')).toMatchObject({ spec: { replicas: 4, template: { spec: { containers: [{ image: 'example/app:2.0' }] } } } });
    expect(await get('v1', 'configmaps', 'demo')).toMatchObject({ data: { logLevel: 'debug' } });

    await edit(deployment, { spec: { minReadySeconds: 3 } });
    await edit(deployment, { spec: { template: { metadata: { labels: { app: 'demo' } }, spec: { containers: [{ name: 'app', image: 'example/app:by-hand' }] } } } });
    // The record of the first revision has the rules of its pack.
    await ok('rollback', 'demo', '1', '--wait');
    expect(await get('apps/v1', 'deployments', 'demo')).toMatchObject({ spec: { replicas: 4, minReadySeconds: 3, template: { spec: { containers: [{ image: 'example/app:1.0' }] } } } });
    expect(await get('v1', 'configmaps', 'demo')).toMatchObject({ data: { logLevel: 'debug' } });

    const bound = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/demo`;
    await edit(bound, { spec: { maxReplicas: 20 } });
    expect(await sherpack('upgrade', 'demo', pack, '--set', 'maxReplicas=10')).toMatchObject({ code: 6, stderr: expect.stringMatching(/\.spec\.maxReplicas, owned by "kubectl-edit" since \d{4}-/) as string });
  },
});
