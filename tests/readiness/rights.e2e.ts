import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { wallClock } from '@sherpack/plugin-kit/wall-clock';
import { expect, it } from 'vitest';
import kubernetes from '../../plugins/kubernetes/src/kubernetes.ts';
import type { Ground } from './ground.ts';
import { writeAndJudge } from './judge.ts';
import { deployment } from './objects.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describeControlPlane('a user who may see Deployments only', {}, (plane) => {
  it('learns whether they are ready, though not what their pods do', async () => {
    const space = await testNamespace(plane(), { prefix: 'rights' });
    const user = `viewer-of-${space.name}`;
    const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create', 'patch'] }];
    const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${space.name}`;
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: user }, rules };
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user };
    await plane().connection.demand('POST', `${path}/roles`, { body: role });
    await plane().connection.demand('POST', `${path}/rolebindings`, { body: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: user }, roleRef, subjects } });
    const cluster = await kubernetes.connect({ selection: { kubeconfig: await space.stranger(user) }, clock: wallClock, log });
    const ground: Ground = { cluster, namespace: space.name, clock: wallClock, watches: [], close: () => cluster.close() };
    const [well, broken] = await writeAndJudge(ground, [deployment('well'), deployment('broken', { behaviour: 'invalid-image' }, { progressDeadlineSeconds: 5 })]);
    expect(well?.verdict.state).toBe('ready');
    expect(broken?.verdict).toMatchObject({ state: 'failed', chain: [] });
    expect(broken?.verdict.reason).toContain('progress');
    await ground.close();
    await space.cleanup();
  });
});
