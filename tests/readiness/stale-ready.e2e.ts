import { readAudit } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { waitFor } from '@sherpack/control-plane/wait';
import type { KubernetesObject, WriteCluster } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import { wallClock } from '@sherpack/plugin-kit/wall-clock';
import { beforeAll, expect, it } from 'vitest';
import kubernetes from '../../plugins/kubernetes/src/kubernetes.ts';
import type { Readiness, Verdict } from '../../plugins/deploy/src/readiness/contract.ts';
import { createReadiness } from '../../plugins/deploy/src/readiness/create-readiness.ts';
import type { Before } from '../../plugins/deploy/src/readiness/freshness.ts';
import { receiptOf } from '../../plugins/deploy/src/readiness/freshness.ts';
import { createLiveObjects } from '../../plugins/deploy/src/readiness/live-objects.ts';
import type { Variant } from './slow-controller.ts';
import { definitionOf, GROUP, startController, VARIANTS } from './slow-controller.ts';

/** Releases of each variant that are upgraded one time after another; together 200 upgrades. */
const RELEASES = 10;
const UPGRADES = 5;
/** With SHERPACK_FULL=1 the controller is up to a minute late. Milliseconds. */
const LATEST = process.env['SHERPACK_FULL'] === '1' ? 60_000 : 3000;
const MANAGER = 'sherpack/stale';

interface Deployment {
  readonly cluster: WriteCluster;
  readonly readiness: Readiness;
  readonly namespace: string;
}

/** Writes the resource, waits as a barrier does, and writes what stands behind the barrier. */
async function upgrade({ cluster, readiness, namespace }: Deployment, one: Variant, name: string, value: string): Promise<{ readonly verdict: Verdict; readonly waited: boolean }> {
  const desired: KubernetesObject = { apiVersion: `${GROUP}/v1`, kind: one.kind, metadata: { name, namespace, annotations: one.annotations }, spec: { value } };
  const before = await cluster.get(refOf(desired));
  const { object } = await cluster.apply(desired, { fieldManager: MANAGER, force: true });
  let waited = false;
  const verdict = await readiness.await({ ref: refOf(object), desired, receipt: receiptOf(object, before?.metadata as Before | undefined), goal: 'ready' }, {
    deadline: wallClock.now() + LATEST + 60_000,
    signal: new AbortController().signal,
    // The watch may be a moment behind our own write; that is no waiting for the controller.
    onVerdict: ({ state, reason }) => { waited ||= state === 'progressing' && reason !== 'the change has not been seen yet'; },
  });
  await cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${one.plural}-${name}`, namespace }, data: { value } }, { fieldManager: MANAGER, force: true });
  return { verdict, waited };
}

/**
 * Of one resource, in the order of the store's own revisions: `W` our write, `S` that of the controller, `C` what stands
 * behind the barrier. The log itself is in the order of the answers, and a watch may tell a write before it is answered.
 */
function orderOf(events: readonly AuditEvent[], controller: string, { plural, kind }: Variant, name: string): string {
  const told = events.flatMap((event) => {
    const { objectRef, user } = event;
    const revision = Number((event.responseObject as KubernetesObject | undefined)?.metadata.resourceVersion);
    if (objectRef?.resource === 'configmaps' && objectRef.name === `${plural}-${name}`) return [{ letter: 'C', revision }];
    if (objectRef?.resource !== plural || objectRef.name !== name) return [];
    if (user.username !== controller) return [{ letter: 'W', revision }];
    // The silent one writes status first and its annotation, which the rule waits for, last.
    return kind === 'Silent' && objectRef.subresource === 'status' ? [] : [{ letter: 'S', revision }];
  });
  const sorted = told.toSorted((x, y) => x.revision - y.revision);
  // A write that changes nothing has the revision of the one before.
  return sorted.filter(({ revision }, index) => sorted[index - 1]?.revision !== revision).map(({ letter }) => letter).join('');
}

describeControlPlane('a barrier behind a resource whose controller is late', { audit: true }, (plane) => {
  let events: readonly AuditEvent[] = [];
  let controller = '';
  const verdicts: Verdict[] = [];
  const unchanged: { readonly verdict: Verdict; readonly waited: boolean }[] = [];

  beforeAll(async () => {
    const space = await testNamespace(plane(), { prefix: 'stale', clusterAdmin: true });
    const { name, kubeconfig } = await controllerUser(plane(), space.name);
    controller = name;
    const cluster = await kubernetes.connect({ selection: { kubeconfig: space.kubeconfig }, clock: wallClock, log: { debug: () => undefined, info: () => undefined, warn: () => undefined } });
    const readiness = createReadiness({ cluster, clock: wallClock, objects: createLiveObjects(cluster), jobs: true, redact: (words) => words });
    const stop = new AbortController();
    for (const one of VARIANTS) await establish(cluster, one);
    await startController(kubeconfig, space.name, VARIANTS, () => Math.random() * LATEST, stop.signal);
    await Promise.all(VARIANTS.flatMap((one) => Array.from({ length: RELEASES }, async (_, index) => {
      const release = `r${index}`;
      for (let round = 0; round <= UPGRADES; round += 1) verdicts.push((await upgrade({ cluster, readiness, namespace: space.name }, one, release, `v${round}`)).verdict);
      unchanged.push(await upgrade({ cluster, readiness, namespace: space.name }, one, release, `v${UPGRADES}`));
    })));
    stop.abort();
    events = readAudit(plane().auditLog ?? '', { namespace: space.name, verbs: ['create', 'update', 'patch'] });
    await cluster.close();
    await space.cleanup();
  }, 900_000);

  it.each(VARIANTS)('is never passed early: $name', (one) => {
    const orders = Array.from({ length: RELEASES }, (_, index) => orderOf(events, controller, one, `r${index}`));
    process.stderr.write(`  ${one.name}: ${orders[0]}\n`);
    expect(orders.filter((order) => !new RegExp(`^(WSC){${UPGRADES + 1}}W?$`, 'u').test(order))).toEqual([]);
  });

  it('says ready of every one of them', () => {
    expect(verdicts.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(verdicts).toHaveLength(VARIANTS.length * RELEASES * (UPGRADES + 1));
  });

  it('is passed at once by an upgrade that changes nothing', () => {
    expect(unchanged.filter(({ verdict, waited }) => verdict.state !== 'ready' || waited)).toEqual([]);
  });
});

/** The controller is a user of its own, so that the audit log tells its writes from ours. */
async function controllerUser(plane: ControlPlane, namespace: string): Promise<{ readonly name: string; readonly kubeconfig: string }> {
  const name = `controller-of-${namespace}`;
  const subject = { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name };
  const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [subject] };
  await plane.connection.demand('POST', `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, { body });
  return { name, kubeconfig: await plane.user(name, [], { namespace }) };
}

async function establish(cluster: WriteCluster, one: Variant): Promise<void> {
  const definition = definitionOf(one);
  await cluster.apply(definition, { fieldManager: MANAGER, force: true });
  await waitFor(`${one.kind} to be served`, async () => (await cluster.resource({ apiVersion: `${GROUP}/v1`, kind: one.kind })) !== undefined);
}
