import { describe, expect, it } from 'vitest';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import type { ClusterAccess, StorageDriver } from '@sherpack/plugin-api';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import kubernetes from '@sherpack/plugin-kubernetes/kubernetes';
import configmap from '@sherpack/plugin-storage/drivers/configmap';
import secrets from '@sherpack/plugin-storage/drivers/secrets';

const SILENT = Object.freeze({ debug: () => undefined, info: () => undefined, warn: () => undefined });
const CLOCK = Object.freeze({ now: () => Date.now(), sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)) });

describeControlPlane('on a real API server', { nodes: 0 }, (controlPlane) => {
  let access: Promise<ClusterAccess> | undefined;

  async function connect(): Promise<ClusterAccess> {
    const cluster = await kubernetes.connect({ selection: { kubeconfig: controlPlane().kubeconfig }, clock: CLOCK, log: SILENT });
    for (const name of ['suite-a', 'suite-b']) {
      const ref = { apiVersion: 'v1', kind: 'Namespace', name };
      if ((await cluster.get(ref)) === undefined) await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    return { cluster: async () => cluster as never };
  }

  describe.each([['secrets', secrets], ['configmap', configmap]] as const)('the driver "%s"', (_name, factory) => {
    async function open(): Promise<StorageDriver> {
      access ??= connect();
      return factory.open({ access: await access, options: {}, readOnly: false });
    }

    testStorageDriver(open, { describe, it, expect });

    it('says that the namespace is missing', async () => {
      const driver = await open();
      const key = { release: { name: 'web', namespace: 'no-such-namespace' }, name: 'head' };
      expect(await driver.get(key)).toBeUndefined();
      await expect(driver.put(key, new Uint8Array(), {}, { expect: 'absent' })).rejects.toMatchObject({ code: 'STORAGE_NAMESPACE_MISSING' });
    });
  });
});
