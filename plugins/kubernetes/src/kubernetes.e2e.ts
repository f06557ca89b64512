import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import type { ClusterError } from '@sherpack/plugin-api';
import { testCluster } from '@sherpack/plugin-kit/suites/cluster';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import kubernetes from './kubernetes.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: '1' } };

async function errorOf(work: Promise<unknown>): Promise<ClusterError> {
  try {
    await work;
  } catch (error) {
    return error as ClusterError;
  }
  throw new Error('it succeeded');
}

describeControlPlane('the kubernetes variant on a real API server', { nodes: 0 }, (controlPlane) => {
  testCluster(() => kubernetes.connect(connectContext({ kubeconfig: controlPlane().kubeconfig })), { describe, it, expect });

  describe('with few rights', () => {
    it('says which right is missing', async () => {
      const kubeconfig = await controlPlane().user('nobody-special');
      const error = await errorOf((await kubernetes.connect(connectContext({ kubeconfig }))).create(CONFIG_MAP));
      expect([error.code, error.exitCode]).toEqual(['CLUSTER_FORBIDDEN', 5]);
      expect(error.message).toContain('User "nobody-special" cannot create resource "configmaps"');
      expect(error.hint).toContain('permission');
    });

    it('acts as the user and the groups of the flags', async () => {
      const { kubeconfig } = controlPlane();
      const someone = await kubernetes.connect(connectContext({ kubeconfig, as: 'jane' }));
      expect((await errorOf(someone.create(CONFIG_MAP))).message).toContain('User "jane" cannot');
      const admin = await kubernetes.connect(connectContext({ kubeconfig, as: 'jane', asGroups: ['dev', 'system:masters'] }));
      expect((await admin.dryRun.create(CONFIG_MAP)).object.metadata.name).toBe('a');
    });

    it('stands in for the UID of a cluster whose kube-system may not be read, always the same way', async () => {
      const kubeconfig = await controlPlane().user('nobody-special');
      const uids = await Promise.all([1, 2].map(async () => (await (await kubernetes.connect(connectContext({ kubeconfig }))).identity()).uid));
      expect(uids[0]).toMatch(/^server-[0-9a-f]{32}$/);
      expect(uids[0]).toBe(uids[1]);
    });

    it('is refused with wrong credentials', async () => {
      const { kubeconfig } = controlPlane();
      const cluster = await kubernetes.connect(connectContext({ kubeconfig, overrides: { token: 'wrong' } }));
      const error = await errorOf(cluster.list(CONFIG_MAP));
      expect([error.code, error.exitCode]).toEqual(['CLUSTER_UNAUTHORIZED', 5]);
    });
  });

  describe('when connections break', () => {
    it('repeats what may be repeated, and says of a creation that nobody knows', async () => {
      const space = await testNamespace(controlPlane());
      const proxy = await space.proxy({ counts: ({ mutating }) => mutating });
      const cluster = await kubernetes.connect(connectContext({ kubeconfig: proxy.kubeconfig }));
      await cluster.identity();

      proxy.cutAfter(1);
      await cluster.apply(CONFIG_MAP, { fieldManager: 'me' });
      proxy.reset();
      proxy.cutAfter(1);
      const error = await errorOf(cluster.create({ ...CONFIG_MAP, metadata: { name: 'b' } }));
      expect(error.code).toBe('CLUSTER_OUTCOME_UNKNOWN');
      expect((await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'b' }))?.metadata.name).toBe('b');

      proxy.reset();
      proxy.cutAfter(1);
      const live = await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'b' });
      expect(await cluster.delete({ apiVersion: 'v1', kind: 'ConfigMap', name: 'b' }, { uid: live?.metadata.uid })).toBe(true);
      await cluster.close();
      await space.cleanup();
    });
  });
});
