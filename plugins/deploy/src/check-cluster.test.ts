import { describe, expect, it } from 'vitest';
import type { ReadCluster, Revision } from '@sherpack/plugin-api';
import { checkCluster } from './check-cluster.ts';

/** A cluster whose namespace has this uid. */
function check(recorded: string, uid: string, namespaceUid = 'n1'): Promise<void> {
  const newest = { cluster: recorded, release: { name: 'web', namespace: 'shop' } } as Revision;
  const cluster = { get: async () => ({ metadata: { uid: namespaceUid } }) } as unknown as ReadCluster;
  return checkCluster(newest, { uid, server: 'https://here', version: 'v1.36.4' }, cluster);
}

describe('the cluster of a record', () => {
  it.each([
    ['the same name', 'k1', 'k1'],
    ['none, as of an old record', '', 'k1'],
    ['few rights then and now', 'namespace:n1', 'namespace:n1'],
    ['few rights then and all now', 'namespace:n1', 'k1'],
    ['all rights then and few now, which tells nothing', 'k1', 'namespace:n1'],
  ])('is this one: %s', async (_what, recorded, uid) => {
    await expect(check(recorded, uid)).resolves.toBeUndefined();
  });

  it.each([
    ['another name', 'k1', 'k2'],
    ['another namespace', 'namespace:n1', 'namespace:n2'],
    ['another namespace, seen with all rights', 'namespace:n0', 'k1'],
  ])('is not this one: %s', async (_what, recorded, uid) => {
    await expect(check(recorded, uid)).rejects.toMatchObject({ code: 'DEPLOY_OTHER_CLUSTER', exitCode: 6 });
  });
});
