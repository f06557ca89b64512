import type { WriteCluster } from '@sherpack/plugin-api';
import { testCustomResources } from '../cluster-suite/custom-resources.ts';
import { testDeleting, testDryRuns } from '../cluster-suite/deleting.ts';
import { testIdentity, testLists, testReading } from '../cluster-suite/reading.ts';
import { testRefusals } from '../cluster-suite/refusals.ts';
import { unique } from '../cluster-suite/suite.ts';
import type { ClusterSuite, ClusterSuiteSupport } from '../cluster-suite/suite.ts';
import { testWaiting, testWatching } from '../cluster-suite/watching.ts';
import { testApplying, testCreating, testPatching, testReplacing } from '../cluster-suite/writing.ts';
import type { TestRunner } from '../runner.ts';

export type { ClusterSuiteSupport } from '../cluster-suite/suite.ts';

const ALL: Required<ClusterSuiteSupport> = {
  fieldManagers: true, validation: true, namespaces: true, unknownKinds: true, watch: true, subresources: true,
  finalizers: true, openapi: true, patches: ['merge', 'json', 'strategic'],
};

/**
 * What every cluster variant must do.
 *
 * @param connect gives the cluster; called once
 * @example testCluster(() => connectToMine(), { describe, it, expect }, { watch: false })
 */
export function testCluster(connect: () => Promise<WriteCluster>, runner: TestRunner, supports: ClusterSuiteSupport = {}): void {
  let opened: Promise<{ cluster: WriteCluster; namespace: string }> | undefined;
  const suite: ClusterSuite = { ...runner, supports: { ...ALL, ...supports }, open: () => (opened ??= prepare(connect)) };
  runner.describe('as every cluster', () => {
    testIdentity(suite);
    testReading(suite);
    testCreating(suite);
    testApplying(suite);
    testReplacing(suite);
    testPatching(suite);
    testDeleting(suite);
    testDryRuns(suite);
    testLists(suite);
    testWaiting(suite);
    testWatching(suite);
    testCustomResources(suite);
    testRefusals(suite);
  });
}

async function prepare(connect: () => Promise<WriteCluster>): Promise<{ cluster: WriteCluster; namespace: string }> {
  const cluster = await connect();
  const namespace = unique('suite');
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return { cluster, namespace };
}
