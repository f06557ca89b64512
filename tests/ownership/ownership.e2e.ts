import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { auditMark, isWrite, readAudit } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { waitFor } from '@sherpack/control-plane/wait';
import { serveWebhook } from '../admission/webhook.ts';
import { writePlainPack } from '../deploy/plain-pack.ts';
import { openStage } from '../deploy/stage.ts';
import type { Stage } from '../deploy/stage.ts';
import { ownersBelow } from './owners.ts';
import type { Live } from './owners.ts';

type Json = Record<string, unknown>;

function writePack(stage: Stage, name: string, objects: readonly Json[], ownership?: readonly Json[]): string {
  return writePlainPack(stage, name, objects, ownership === undefined ? {} : { ownership });
}

function settings(data: Json): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data };
}

function deployment(image: string, spec: Json = {}, container: Json = {}): Json {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image, ...container }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec } };
}

const AUTOSCALER = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
  spec: { minReplicas: 2, maxReplicas: 9, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] },
};

describeControlPlane('ownership of fields', { audit: true }, (plane) => {
  const cells: string[] = [];
  let stage: Stage;
  let path: (kind: string, name: string) => string;
  beforeEach(async () => {
    stage = await openStage(plane(), 'owner');
    path = (kind, name) => `${kind === 'deployments' ? '/apis/apps/v1' : '/api/v1'}/namespaces/${stage.space.name}/${kind}/${name}`;
  });
  afterEach(async ({ task }) => {
    cells.push(`${task.result?.state === 'pass' ? 'ok  ' : 'FAIL'} ${task.name}`);
    await stage.end();
  });
  afterAll(() => { process.stdout.write(`${cells.join('\n')}\nownership cells: ${cells.length}\n`); });

  const get = (kind: string, name: string) => plane().connection.demand<Live>('GET', path(kind, name));
  const edit = (kind: string, name: string, body: Json, manager = 'kubectl-edit') =>
    plane().connection.demand('PATCH', `${path(kind, name)}?fieldManager=${manager}`, { body, contentType: 'application/strategic-merge-patch+json' });

  /** As the autoscaler's controller does it. */
  async function scale(replicas: number): Promise<void> {
    // Without a version: the controllers write the status all the time.
    const scaled = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web', namespace: stage.space.name } };
    await plane().connection.demand('PUT', `${path('deployments', 'web')}/scale?fieldManager=kube-controller-manager`, { body: { ...scaled, spec: { replicas } } });
  }

  it('a Deployment handed to an autoscaler never has fewer replicas than were running', { timeout: 600_000 }, async () => {
    const log = (plane() as ControlPlane & { auditLog: string }).auditLog;
    const since = auditMark(log);
    await stage.ok(['install', 'demo', writePack(stage, 'one', [deployment('example/app:1', { replicas: 3 })])]);
    const handed = await stage.ok(['plan', 'upgrade', 'demo', writePack(stage, 'two', [deployment('example/app:2'), AUTOSCALER])]);
    expect(handed.stdout).toContain('.spec.replicas is kept as it is until somebody else owns it');
    await stage.ok(['upgrade', 'demo', join(stage.folder, 'two')]);
    await scale(5);
    await stage.ok(['upgrade', 'demo', writePack(stage, 'three', [deployment('example/app:3'), AUTOSCALER])]);
    await scale(7);
    // The template states a number again; neither it nor force takes the replicas from the autoscaler.
    await stage.ok(['upgrade', 'demo', writePack(stage, 'four', [deployment('example/app:4', { replicas: 3 }), AUTOSCALER])]);
    await stage.ok(['upgrade', 'demo', writePack(stage, 'five', [deployment('example/app:5', { replicas: 2 }), AUTOSCALER]), '--force-conflicts']);
    const written = readAudit(log, { since, namespace: stage.space.name, resource: 'deployments' }).filter(isWrite)
      .map(({ responseObject }) => (responseObject as { kind: string; spec: { replicas?: number } })).filter(({ spec }) => spec.replicas !== undefined).map(({ spec }) => spec.replicas ?? 0);
    process.stdout.write(`replicas in ${written.length} writes: ${[...new Set(written)].join(' ')}\n`);
    expect(written.length).toBeGreaterThanOrEqual(7);
    expect(written.filter((replicas, index) => replicas < (written[index - 1] ?? 0))).toEqual([]);
    const live = await get('deployments', 'web');
    expect(live['spec']).toMatchObject({ replicas: 7, template: { spec: { containers: [{ image: 'example/app:5' }] } } });
    expect(Object.entries(ownersBelow(live, 'f:spec')).filter(([, fields]) => fields.includes('replicas')).map(([owner]) => owner)).toEqual(['kube-controller-manager through scale']);
  });

  it('client-side apply is migrated: what the pack does not state goes, and no list has an entry twice', { timeout: 600_000 }, async () => {
    const before = deployment('example/app:1', { replicas: 1 }, { ports: [{ name: 'http', containerPort: 8080 }], env: [{ name: 'OLD', value: 'x' }] });
    writeFileSync(join(stage.folder, 'old.json'), JSON.stringify(before));
    expect(await stage.space.kubectl('apply', '-f', join(stage.folder, 'old.json'))).toMatchObject({ code: 0 });
    const uid = (await get('deployments', 'web')).metadata.uid;
    const pack = writePack(stage, 'one', [deployment('example/app:2', { replicas: 1 }, { ports: [{ name: 'http', containerPort: 9090 }] })]);
    expect(await stage.sherpack(['install', 'demo', pack])).toMatchObject({ code: 6, stderr: expect.stringContaining('DEPLOY_NOT_OWNED') as string });
    const plan = await stage.ok(['plan', 'install', 'demo', pack, '--take-ownership']);
    expect(plan.stdout).toContain('takes over what kubectl-client-side-apply deployed');
    await stage.ok(['install', 'demo', pack, '--take-ownership']);
    const live = await get('deployments', 'web');
    const [container] = (live['spec'] as { template: { spec: { containers: Json[] } } }).template.spec.containers;
    expect(live.metadata.uid).toBe(uid);
    expect(container?.['ports']).toEqual([{ name: 'http', containerPort: 9090, protocol: 'TCP' }]);
    expect(container?.['env']).toBeUndefined();
    expect(Object.keys(live.metadata.annotations ?? {})).not.toContain('kubectl.kubernetes.io/last-applied-configuration');
    expect(Object.keys(ownersBelow(live, 'f:spec'))).toEqual(['sherpack']);
  });

  it('a Helm release is taken over: its manager owns nothing afterwards', { timeout: 600_000 }, async () => {
    const chart = join(stage.folder, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: settings\nversion: 1.0.0\n');
    writeFileSync(join(chart, 'templates/settings.yaml'), JSON.stringify(settings({ a: '1', b: '1' })));
    expect(await stage.space.helm('install', 'old', chart, '-n', stage.space.name)).toMatchObject({ code: 0 });
    const { uid } = (await get('configmaps', 'settings')).metadata;
    await stage.ok(['install', 'demo', writePack(stage, 'one', [settings({ a: '2' })]), '--take-ownership']);
    const live = await get('configmaps', 'settings');
    expect({ uid: live.metadata.uid, data: live['data'], owners: ownersBelow(live, 'f:data') }).toEqual({ uid, data: { a: '2' }, owners: { sherpack: ['a'] } });
    expect(Object.keys(live.metadata.annotations ?? {}).filter((name) => name.startsWith('meta.helm.sh/'))).toEqual([]);
  });

  it('one path is taken and its neighbour left, in the same object', { timeout: 600_000 }, async () => {
    await stage.ok(['install', 'demo', writePack(stage, 'one', [settings({ a: '1', b: '1', c: '1' })])]);
    await edit('configmaps', 'settings', { data: { a: 'edited', b: 'edited' } });
    const rules = [{ kind: 'ConfigMap', path: '.data.a', policy: 'take' }, { manager: 'kubectl-*', path: '.data.b', policy: 'yield' }];
    await stage.ok(['upgrade', 'demo', writePack(stage, 'two', [settings({ a: '2', b: '2', c: '2' })], rules)]);
    const live = await get('configmaps', 'settings');
    expect(live['data']).toEqual({ a: '2', b: 'edited', c: '2' });
    expect(ownersBelow(live, 'f:data')).toEqual({ sherpack: ['a', 'c'], 'kubectl-edit': ['b'] });
  });

  it('an injected sidecar stays', { timeout: 600_000 }, async () => {
    await stage.ok(['install', 'demo', writePack(stage, 'one', [deployment('example/app:1', { replicas: 0 })])]);
    await edit('deployments', 'web', { spec: { template: { spec: { containers: [{ name: 'sidecar', image: 'example/proxy:1' }] } } } }, 'injector');
    await stage.ok(['upgrade', 'demo', writePack(stage, 'two', [deployment('example/app:2', { replicas: 0 })])]);
    const { spec } = await get('deployments', 'web') as unknown as { spec: { template: { spec: { containers: { name: string; image: string }[] } } } };
    expect(spec.template.spec.containers.map(({ name, image }) => `${name} ${image}`).toSorted()).toEqual(['sidecar example/proxy:1', 'web example/app:2']);
  });

  it('a sidecar that a webhook injects stays, nobody is in conflict with it, and an upgrade without a change writes nothing', { timeout: 600_000 }, async () => {
    const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] };
    const webhook = await serveWebhook({
      kind: 'mutating', name: `inject-${stage.space.name}`, namespace: stage.space.name, rule,
      answer: ({ object }) => (JSON.stringify(object['spec']).includes('example/proxy') ? {} : { patch: [{ op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'sidecar', image: 'example/proxy:1' } }] }),
    });
    await plane().connection.demand('POST', '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', { body: webhook });
    const canary = { ...deployment('example/app:0', { replicas: 0 }), metadata: { name: 'canary' } };
    await waitFor('the webhook', async () => JSON.stringify((await plane().connection.request('POST', `${path('deployments', '').slice(0, -1)}?dryRun=All`, { body: canary })).body).includes('example/proxy') || undefined);
    const containers = async () => ((await get('deployments', 'web')) as unknown as { spec: { template: { spec: { containers: { name: string; image: string }[] } } } }).spec.template.spec.containers.map(({ name, image }) => `${name} ${image}`).toSorted();
    await stage.ok(['install', 'demo', writePack(stage, 'one', [deployment('example/app:1', { replicas: 0 })])]);
    expect(await containers()).toEqual(['sidecar example/proxy:1', 'web example/app:1']);
    const { resourceVersion } = (await get('deployments', 'web')).metadata;
    const mark = stage.space.audit().length;
    await stage.ok(['upgrade', 'demo', join(stage.folder, 'one')]);
    expect(stage.space.audit().slice(mark).filter((event) => isWrite(event) && event.objectRef?.resource === 'deployments')).toEqual([]);
    expect((await get('deployments', 'web')).metadata.resourceVersion).toBe(resourceVersion);
    await stage.ok(['upgrade', 'demo', writePack(stage, 'two', [deployment('example/app:2', { replicas: 0 })])]);
    expect(await containers()).toEqual(['sidecar example/proxy:1', 'web example/app:2']);
    await plane().connection.request('DELETE', `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/inject-${stage.space.name}`);
  });

  it.each([
    { policy: 'take', code: 0, value: '2', owners: { sherpack: ['a', 'b'] } },
    { policy: 'yield', code: 0, value: 'edited', owners: { sherpack: ['b'], 'kubectl-edit': ['a'] } },
    { policy: 'fail', code: 6, value: 'edited', owners: { sherpack: ['b'], 'kubectl-edit': ['a'] } },
  ])('an edited field of the release: $policy', { timeout: 600_000 }, async ({ policy, code, value, owners }) => {
    await stage.ok(['install', 'demo', writePack(stage, 'one', [settings({ a: '1', b: '1' })])]);
    await edit('configmaps', 'settings', { data: { a: 'edited' } });
    const { resourceVersion } = (await get('configmaps', 'settings')).metadata;
    const outcome = await stage.sherpack(['upgrade', 'demo', writePack(stage, 'two', [settings({ a: '2', b: '2' })], [{ kind: 'ConfigMap', policy }])]);
    const live = await get('configmaps', 'settings');
    expect({ code: outcome.code, a: (live['data'] as Json)['a'], owners: ownersBelow(live, 'f:data') }, outcome.stderr).toEqual({ code, a: value, owners });
    if (code !== 6) return;
    expect(outcome.stderr).toMatch(/\.data\.a, owned by "kubectl-edit" since \d{4}-/);
    expect(live.metadata.resourceVersion).toBe(resourceVersion);
  });

  it('two releases with different keys of one ConfigMap: the second is refused, and the first keeps all', { timeout: 600_000 }, async () => {
    await stage.ok(['install', 'demo', writePack(stage, 'one', [settings({ a: '1' })])]);
    const before = await get('configmaps', 'settings');
    expect(await stage.sherpack(['install', 'other', writePack(stage, 'two', [settings({ b: '1' })])])).toMatchObject({ code: 6, stderr: expect.stringContaining('belongs to release "demo"') as string });
    expect(await get('configmaps', 'settings')).toEqual(before);
  });

  it('a rule of the configuration stands above one of the pack', { timeout: 600_000 }, async () => {
    await stage.ok(['install', 'demo', writePack(stage, 'one', [settings({ a: '1' })])]);
    await edit('configmaps', 'settings', { data: { a: 'edited' } });
    writeFileSync(join(stage.folder, 'sherpack.config.json'), JSON.stringify({ deploy: { ownership: [{ manager: 'kubectl-edit', policy: 'yield' }] } }));
    await stage.ok(['upgrade', 'demo', writePack(stage, 'two', [settings({ a: '2' })], [{ kind: 'ConfigMap', policy: 'take' }])]);
    expect((await get('configmaps', 'settings'))['data']).toEqual({ a: 'edited' });
  });
});

describeControlPlane('a version that is no longer served', { audit: true }, (plane) => {
  it('is no obstacle although managedFields still name it', { timeout: 600_000 }, async () => {
    const stage = await openStage(plane(), 'owner', true);
    const group = `${stage.space.name}.example.com`;
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const version = (name: string, storage: boolean) => ({ name, served: true, storage, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
    const definition = (versions: readonly Json[]) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `things.${group}` }, spec: { group, scope: 'Namespaced', names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' }, versions } });
    const thing = (served: string, size: number) => ({ apiVersion: `${group}/${served}`, kind: 'Thing', metadata: { name: 't' }, spec: { size } });
    await plane().connection.demand('POST', definitions, { body: definition([version('v1beta1', false), version('v1', true)]) });
    await waitFor('the kind', () => plane().connection.find(`/apis/${group}/v1beta1/namespaces/${stage.space.name}/things`));
    await stage.ok(['install', 'demo', writePack(stage, 'one', [thing('v1beta1', 1)])]);
    await plane().connection.demand('PATCH', `${definitions}/things.${group}`, { body: { spec: { versions: [version('v1', true)] } }, contentType: 'application/merge-patch+json' });
    await stage.ok(['upgrade', 'demo', writePack(stage, 'two', [thing('v1', 2)])]);
    const live = await plane().connection.demand<Live>('GET', `/apis/${group}/v1/namespaces/${stage.space.name}/things/t`);
    expect({ spec: live['spec'], versions: live.metadata.managedFields.map(({ apiVersion }) => apiVersion) }).toEqual({ spec: { size: 2 }, versions: [`${group}/v1`] });
    await plane().connection.request('DELETE', `${definitions}/things.${group}`);
    await stage.end();
  });
});
