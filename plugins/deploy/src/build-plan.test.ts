import { describe, expect, it } from 'vitest';
import { ClusterError } from '@sherpack/plugin-api';
import type { InventoryEntry, KubernetesObject, Plan } from '@sherpack/plugin-api';
import { fakeCluster, planOn, put } from '../fixtures/fake-cluster.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'sherpack', 'sherpack.io/release-uid': 'life-1' };
const NAMED = { 'sherpack.io/release-name': 'web', 'sherpack.io/release-namespace': 'shop' };

function configMap(name: string, metadata: object = {}, data: object = { a: '1' }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** As it stands in the cluster after a deployment. */
function deployed(name: string, metadata: object = {}): KubernetesObject {
  return configMap(name, { namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', labels: OURS, annotations: NAMED, ...metadata });
}

function definition(metadata: object = {}, spec: object = {}): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com', ...metadata },
    spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget' }, ...spec },
  };
}

function entryOf({ apiVersion, kind, metadata: { name = '', namespace, uid } }: KubernetesObject): InventoryEntry {
  return { ref: { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }, uid, revision: 1, state: 'applied' };
}

function actions({ steps }: Plan): readonly string[] {
  return steps.map(({ action, ref }) => `${action} ${ref.kind} ${ref.name}`);
}

function warnings(cluster: ReturnType<typeof fakeCluster>): readonly string[] {
  return cluster.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
}

describe('a plan', () => {
  it('says what is made, changed, left and deleted, and rests on the head that it saw', async () => {
    const cluster = fakeCluster();
    for (const name of ['same', 'other', 'gone']) put(cluster, deployed(name));
    const inventory = [deployed('same'), deployed('other'), deployed('gone'), deployed('absent')].map(entryOf);
    const plan = await planOn(cluster, { objects: [configMap('new'), configMap('same'), configMap('other', {}, { a: '2' })], inventory });
    expect(actions(plan)).toEqual(['create ConfigMap new', 'unchanged ConfigMap same', 'update ConfigMap other', 'delete ConfigMap gone']);
    expect(plan).toMatchObject({ revision: 4, releaseUid: 'life-1', restsOn: 'v7', cluster: 'c1' });
    expect(plan.steps[0]?.desired?.metadata).toMatchObject({ namespace: 'shop', labels: OURS, annotations: NAMED });
  });

  it('asks nothing about an object that is proved to stay as it is', async () => {
    const cluster = fakeCluster();
    const fieldsV1 = { 'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/managed-by': {}, 'f:sherpack.io/release-uid': {} }, 'f:annotations': { 'f:sherpack.io/release-name': {}, 'f:sherpack.io/release-namespace': {} } }, 'f:data': { 'f:a': {} } };
    const first = await planOn(cluster, { objects: [configMap('a')] });
    put(cluster, deployed('a', { managedFields: [{ manager: first.fieldManager, operation: 'Apply', apiVersion: 'v1', fieldsV1 }] }));
    cluster.applied.length = 0;
    expect(actions(await planOn(cluster, { objects: [configMap('a')] }))).toEqual(['unchanged ConfigMap a']);
    expect(cluster.applied).toEqual([]);
    expect(actions(await planOn(cluster, { objects: [configMap('a', {}, { a: '2' })] }))).toEqual(['update ConfigMap a']);
    expect(cluster.applied).toHaveLength(1);
  });

  it('rests on nothing while another process works on the release', async () => {
    const lease = { holder: 'a', epoch: 1, until: 0 };
    expect((await planOn(fakeCluster(), { objects: [configMap('a')], lease })).restsOn).toBeUndefined();
  });

  it('runs the hooks of its own moment and leaves the others out', async () => {
    const cluster = fakeCluster();
    const hook = (name: string, events: string) => configMap(name, { annotations: { 'helm.sh/hook': events } });
    const hooks = [hook('b', 'pre-install, post-upgrade'), hook('c', 'test'), hook('d', 'pre-upgrade'), hook('e', 'post-delete')];
    expect(actions(await planOn(cluster, { objects: [configMap('a'), ...hooks] }))).toEqual(['create ConfigMap a', 'run ConfigMap b', 'run ConfigMap d']);
    expect(actions(await planOn(cluster, { objects: [configMap('a'), ...hooks], flags: { noHooks: true } }))).toEqual(['create ConfigMap a']);
    expect(actions(await planOn(cluster, { objects: [configMap('a'), ...hooks], kind: 'test-release' }))).toEqual(['run ConfigMap c']);
  });

  it('says of a hook whose event is misspelt that it never runs', async () => {
    const cluster = fakeCluster();
    await planOn(cluster, { objects: [configMap('a'), configMap('b', { annotations: { 'helm.sh/hook': 'pre-instal' } })] });
    expect(warnings(cluster)).toEqual(['web/templates/b.yaml:1: ConfigMap b is a hook of "pre-instal", which never happens']);
  });

  it('waits for an object that is being deleted and makes it anew', async () => {
    const cluster = fakeCluster();
    put(cluster, deployed('a', { deletionTimestamp: '2026-01-01T00:00:00Z' }));
    const { steps } = await planOn(cluster, { objects: [configMap('a')] });
    expect(steps[0]).toMatchObject({ action: 'recreate', live: { uid: 'uid-a' }, reason: 'it is being deleted; it is made anew once it is gone' });
  });

  it('refuses a namespace that is missing or is being deleted, and an empty pack', async () => {
    const cluster = fakeCluster();
    await expect(planOn(cluster, { objects: [configMap('a', { namespace: 'nowhere' })] })).rejects.toMatchObject({ code: 'DEPLOY_NAMESPACE_MISSING' });
    put(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', deletionTimestamp: 'now' } });
    await expect(planOn(cluster, { objects: [configMap('a')] })).rejects.toMatchObject({ code: 'DEPLOY_NAMESPACE_TERMINATING', exitCode: 6 });
    await expect(planOn(cluster, { inventory: [entryOf(deployed('a'))] })).rejects.toMatchObject({ code: 'DEPLOY_EMPTY_RENDER', exitCode: 6 });
  });

  it('names all objects that the server refuses', async () => {
    const cluster = fakeCluster();
    for (const name of ['a', 'b']) cluster.refusals.set(`/ConfigMap/shop/${name}`, invalid());
    const failure = await planOn(cluster, { objects: [configMap('a'), configMap('b'), configMap('c')] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DEPLOY_PLAN_REFUSED', others: [{ code: 'DEPLOY_REJECTED' }, { code: 'DEPLOY_REJECTED' }] });
  });
});

function invalid(): ClusterError {
  return new ClusterError('CLUSTER_INVALID', 'invalid', { status: 422, reason: 'Invalid', body: undefined });
}

function conflict(): ClusterError {
  const cause = { reason: 'FieldManagerConflict', field: '.data.a', message: 'conflict with "kubectl-edit" using v1 at 2026-01-01T00:00:00Z' };
  return new ClusterError('CLUSTER_CONFLICT', 'conflict', { status: 409, reason: 'Conflict', body: { details: { causes: [cause] } } });
}

describe('ownership', () => {
  const foreign = deployed('a', { labels: { 'sherpack.io/release-uid': 'other' }, annotations: { ...NAMED, 'sherpack.io/release-name': 'shop' } });

  it('of another release is respected, and named', async () => {
    const cluster = fakeCluster();
    put(cluster, foreign);
    await expect(planOn(cluster, { objects: [configMap('a')] })).rejects.toMatchObject({ code: 'DEPLOY_NOT_OWNED', exitCode: 6, message: expect.stringContaining('release "shop" in namespace "shop"') });
  });

  it('is taken over with all fields when asked for; own objects are not forced', async () => {
    const cluster = fakeCluster();
    put(cluster, foreign);
    put(cluster, deployed('b'));
    cluster.conflicts.set('/ConfigMap/shop/a', conflict());
    const plan = await planOn(cluster, { objects: [configMap('a'), configMap('b')], flags: { takeOwnership: true } });
    expect(actions(plan)).toEqual(['update ConfigMap a', 'unchanged ConfigMap b']);
    expect(plan.steps.map(({ ownership }) => ownership?.force === true)).toEqual([true, false]);
    expect(cluster.applied.filter(({ ref, options }) => ref.name === 'b' && options.force)).toEqual([]);
  });

  it('of a single field is respected and its owner named, unless the user takes it', async () => {
    const cluster = fakeCluster();
    put(cluster, deployed('a'));
    cluster.conflicts.set('/ConfigMap/shop/a', conflict());
    await expect(planOn(cluster, { objects: [configMap('a')] })).rejects.toMatchObject({ code: 'DEPLOY_FIELD_CONFLICT', exitCode: 6, message: expect.stringContaining('.data.a, owned by "kubectl-edit" since 2026-01-01T00:00:00Z') });
    expect((await planOn(cluster, { objects: [configMap('a')], flags: { forceConflicts: true } })).steps[0]?.ownership?.force).toBe(true);
  });

  it('survives the loss of the record: name and namespace say whose it is', async () => {
    const cluster = fakeCluster();
    put(cluster, deployed('a', { labels: { 'sherpack.io/release-uid': 'an older life' } }));
    expect(actions(await planOn(cluster, { objects: [configMap('a')] }))).toEqual(['update ConfigMap a']);
  });
});

describe('removals', () => {
  it('spare what another release has taken over or somebody has made anew, and say so', async () => {
    const cluster = fakeCluster();
    put(cluster, deployed('a', { labels: {} }));
    put(cluster, deployed('b', { uid: 'another' }));
    expect(actions(await planOn(cluster, { kind: 'uninstall', inventory: [deployed('a'), deployed('b')].map(entryOf) }))).toEqual([]);
    expect(warnings(cluster).toSorted()).toEqual([
      'ConfigMap shop/a is left alone: it no longer belongs to the release', 'ConfigMap shop/b is left alone: somebody has made it anew under the same name',
    ]);
  });

  it('find an object whose version is no longer served in one that is, and give up kinds that are gone', async () => {
    const cluster = fakeCluster();
    const old = { ...deployed('a'), apiVersion: 'example.com/v1beta1', kind: 'Widget' };
    cluster.kinds.set('example.com/v1 Widget', true);
    put(cluster, { ...old, apiVersion: 'example.com/v1' });
    const inventory = [entryOf(old), entryOf({ ...old, kind: 'Gadget' })];
    const { steps } = await planOn(cluster, { kind: 'uninstall', inventory });
    expect(steps).toMatchObject([{ action: 'delete', ref: { apiVersion: 'example.com/v1', kind: 'Widget', name: 'a' } }]);
  });

  it('keep what its policy keeps, and definitions', async () => {
    const cluster = fakeCluster();
    const kept = deployed('a', { annotations: { ...NAMED, 'helm.sh/resource-policy': 'keep' } });
    const crd = definition({ uid: 'crd' });
    put(cluster, kept);
    put(cluster, crd);
    expect(actions(await planOn(cluster, { kind: 'uninstall', inventory: [kept, crd].map(entryOf) }))).toEqual(['keep CustomResourceDefinition widgets.example.com', 'keep ConfigMap a']);
  });

  it('do not concern definitions that --skip-crds leaves alone', async () => {
    const cluster = fakeCluster();
    const crd = definition({ uid: 'crd' });
    put(cluster, crd);
    const { steps } = await planOn(cluster, { objects: [configMap('a')], flags: { skipCrds: true }, inventory: [entryOf(crd)] });
    expect(steps).toMatchObject([{ action: 'create' }, { action: 'unchanged', ref: { name: 'widgets.example.com' }, desired: undefined, reason: 'left alone with --skip-crds' }]);
  });
});

describe('definitions', () => {
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1 } };

  it('come first, and resources of a new kind are planned without asking the server', async () => {
    const cluster = fakeCluster();
    const plan = await planOn(cluster, { objects: [widget], crds: [definition()] });
    expect(actions(plan)).toEqual(['create CustomResourceDefinition widgets.example.com', 'create Widget w']);
    expect(plan.steps[1]).toMatchObject({ ref: { namespace: 'shop' }, reason: expect.stringContaining('defined by this plan') });
    await expect(planOn(cluster, { objects: [widget] })).rejects.toMatchObject({ code: 'DEPLOY_UNKNOWN_KIND' });
  });

  it('that change overrule the word of the server about their resources, and only they do', async () => {
    const cluster = fakeCluster();
    cluster.kinds.set('example.com/v1 Widget', true);
    cluster.refusals.set('example.com/Widget/shop/w', invalid());
    put(cluster, definition({ uid: 'crd' }));
    await expect(planOn(cluster, { objects: [widget], crds: [definition()] })).rejects.toMatchObject({ code: 'DEPLOY_REJECTED' });
    const plan = await planOn(cluster, { objects: [widget], crds: [definition({}, { versions: [] })] });
    expect(plan.steps).toMatchObject([{ action: 'update' }, { action: 'create', reason: 'its definition changes with this plan, so the server cannot check it yet' }]);
  });
});
