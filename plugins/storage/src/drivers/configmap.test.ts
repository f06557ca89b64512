import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriver } from '@sherpack/plugin-api';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { createMemoryCluster } from '../../fixtures/memory-cluster.ts';
import type { MemoryCluster } from '../../fixtures/memory-cluster.ts';
import factory from './configmap.ts';

function openOn(cluster: MemoryCluster): Promise<StorageDriver> {
  const access: ClusterAccess = { cluster: async () => cluster as never };
  return factory.open({ access, options: {}, readOnly: false });
}

describe('the driver "configmap"', () => {
  const cluster = createMemoryCluster(['suite-a', 'suite-b']);
  testStorageDriver(() => openOn(cluster), { describe, it, expect });

  it('writes one ConfigMap with the bytes in binaryData and no type', async () => {
    const made = createMemoryCluster(['shop']);
    await (await openOn(made)).put({ release: { name: 'web', namespace: 'shop' }, name: 'revision/3' }, Buffer.from([1, 2]), { status: 'deployed' }, { expect: 'absent' });
    const [object] = [...made.objects.values()];
    expect(object).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'sherpack.web.revision.3', labels: { 'meta.sherpack.io/status': 'deployed' } }, binaryData: { value: 'AQI=' } });
    expect(object).not.toHaveProperty('type');
  });
});
