import { describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriver } from '@sherpack/plugin-api';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { createMemoryCluster } from '../../fixtures/memory-cluster.ts';
import type { MemoryCluster } from '../../fixtures/memory-cluster.ts';
import factory from './secrets.ts';

function openOn(cluster: MemoryCluster): Promise<StorageDriver> {
  const access: ClusterAccess = { cluster: async () => cluster as never };
  return factory.open({ access, options: {}, readOnly: false });
}

const KEY = { release: { name: 'web', namespace: 'shop' }, name: 'revision/3' };

describe('the driver "secrets"', () => {
  const shared = createMemoryCluster(['suite-a', 'suite-b']);
  testStorageDriver(() => openOn(shared), { describe, it, expect });

  it('writes one Secret with readable name, type, labels and annotations', async () => {
    const cluster = createMemoryCluster(['shop']);
    await (await openOn(cluster)).put(KEY, new Uint8Array([1, 2]), { status: 'deployed', 'x-description': 'Install complete' }, { expect: 'absent' });
    const [secret] = [...cluster.objects.values()];
    expect(secret).toMatchObject({
      kind: 'Secret',
      type: 'sherpack.io/release.v1',
      metadata: {
        name: 'sherpack.web.revision.3',
        namespace: 'shop',
        labels: {
          'app.kubernetes.io/managed-by': 'sherpack',
          'sherpack.io/release-name': 'web',
          'sherpack.io/entry': 'revision.3',
          'sherpack.io/entry-kind': 'revision',
          'meta.sherpack.io/status': 'deployed',
        },
        annotations: { 'sherpack.io/entry': 'revision/3', 'meta.sherpack.io/x-description': 'Install complete' },
      },
      data: { value: 'AQI=' },
    });
  });

  it('never reads payloads to list', async () => {
    const cluster = createMemoryCluster(['shop']);
    const driver = await openOn(cluster);
    await driver.put(KEY, new Uint8Array([1]), {}, { expect: 'absent' });
    cluster.calls.length = 0;
    await driver.list({ namespace: 'shop' });
    expect(cluster.calls).toEqual(['list Secret metadata']);
  });

  it('says that the namespace is missing, and how to make it', async () => {
    const driver = await openOn(createMemoryCluster([]));
    expect(await driver.get(KEY)).toBeUndefined();
    expect(await driver.list({ namespace: 'shop' })).toEqual([]);
    await expect(driver.put(KEY, new Uint8Array(), {}, { expect: 'absent' })).rejects.toMatchObject({
      code: 'STORAGE_NAMESPACE_MISSING',
      message: 'namespace "shop" does not exist, so the release cannot be stored there',
      hint: 'Add --create-namespace, or create the namespace first.',
    });
  });
});
