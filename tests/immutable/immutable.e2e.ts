import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isWrite } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { waitFor } from '@sherpack/control-plane/wait';
import { serveWebhook } from '../admission/webhook.ts';
import { writePlainPack } from '../deploy/plain-pack.ts';
import { openStage } from '../deploy/stage.ts';
import type { Stage } from '../deploy/stage.ts';
import { refusalCases } from './cases.ts';
import type { CaseWorld, Expected, RefusalCase } from './cases.ts';

type Json = Record<string, unknown>;

/** What is there before the cases: a kind with a transition rule, a policy, a quota that leaves no room, a taken node port. */
async function prepare(plane: ControlPlane, stage: Stage): Promise<CaseWorld> {
  const namespace = stage.space.name;
  const id = namespace.slice(-8);
  const group = `${id}.example.com`;
  const full = `${namespace}-full`;
  const ports = { taken: 30_000 + (Number.parseInt(id, 16) % 2000), free: 32_000 + (Number.parseInt(id, 16) % 700) };
  const { connection } = plane;
  await connection.demand('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: full } } });
  await waitFor('the root certificates', () => connection.find(`/api/v1/namespaces/${full}/configmaps/kube-root-ca.crt`));
  await connection.demand('POST', `/api/v1/namespaces/${full}/resourcequotas`, { body: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'full' }, spec: { hard: { 'count/configmaps': '2' } } } });
  await waitFor('the quota', async () => (await connection.find<{ status?: { used?: Json } }>(`/api/v1/namespaces/${full}/resourcequotas/full`))?.status?.used);
  await connection.demand('POST', `/api/v1/namespaces/${namespace}/services`, { body: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'other' }, spec: { type: 'NodePort', ports: [{ port: 80, nodePort: ports.taken }] } } });
  await connection.demand('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body: gadgetDefinition(`gadgets.${group}`) });
  await forbidChanges(plane, namespace);
  await serveWebhooks(plane, namespace);
  return { namespace, full, id, group, ...ports };
}

function gadgetDefinition(group: string): Json {
  const spec = { type: 'object', properties: { code: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'codes stay' }] }, size: { type: 'integer', maximum: 10 } } };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `gadgets.${group}` },
    spec: { group, scope: 'Namespaced', names: { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' }, versions: [{ name: 'v1', served: true, storage: true, schema }] },
  };
}

/** Admission refuses a change with 403 and words that do not say why. */
async function forbidChanges({ connection }: ControlPlane, namespace: string): Promise<void> {
  const admission = '/apis/admissionregistration.k8s.io/v1';
  await connection.demand('POST', `${admission}/validatingadmissionpolicies`, { body: { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: namespace }, spec: {
    failurePolicy: 'Fail',
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['configmaps'] }], objectSelector: { matchLabels: { guard: 'yes' } } },
    validations: [{ expression: 'object.data == oldObject.data', message: 'you shall not pass', reason: 'Forbidden' }],
  } } });
  await connection.demand('POST', `${admission}/validatingadmissionpolicybindings`, { body: { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: namespace }, spec: {
    policyName: namespace, validationActions: ['Deny'], matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
  } } });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await connection.demand('POST', path, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'canary', labels: { guard: 'yes' } }, data: { v: '1' } } });
  await waitFor('the policy', async () => (await connection.request('PATCH', `${path}/canary?dryRun=All`, { body: { data: { v: '2' } }, contentType: 'application/merge-patch+json' })).status === 403 || undefined);
}

const CONFIG_MAPS = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] };

/** One refuses changes in words of its own, one writes into every object that it sees. */
async function serveWebhooks({ connection }: ControlPlane, namespace: string): Promise<void> {
  const refusing = await serveWebhook({
    kind: 'validating', name: `refusing-${namespace}`, namespace, labels: { hook: 'refusing' }, rule: CONFIG_MAPS,
    answer: ({ object, oldObject }) => (oldObject !== null && JSON.stringify(object['data']) !== JSON.stringify(oldObject['data']) ? { refusal: 'the stars are not right' } : {}),
  });
  const mutating = await serveWebhook({
    kind: 'mutating', name: `mutating-${namespace}`, namespace, labels: { hook: 'mutating' }, rule: CONFIG_MAPS,
    answer: () => ({ patch: [{ op: 'add', path: '/data/injected', value: 'yes' }] }),
  });
  await connection.demand('POST', `${WEBHOOKS}/validatingwebhookconfigurations`, { body: refusing });
  await connection.demand('POST', `${WEBHOOKS}/mutatingwebhookconfigurations`, { body: mutating });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const canary = (hook: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `canary-${hook}`, labels: { hook } }, data: { v: '1' } });
  await connection.demand('POST', path, { body: canary('refusing') });
  await waitFor('the refusing webhook', async () => (await connection.request('PATCH', `${path}/canary-refusing?dryRun=All`, { body: { data: { v: '2' } }, contentType: 'application/merge-patch+json' })).status === 403 || undefined);
  await waitFor('the mutating webhook', async () => (await connection.request<{ data?: Json }>('POST', `${path}?dryRun=All`, { body: canary('mutating') })).body.data?.['injected']);
}

const WEBHOOKS = '/apis/admissionregistration.k8s.io/v1';

interface Cell {
  readonly name: string;
  readonly manifest: 'valid' | 'invalid';
  readonly expected: Expected | 'wrong';
  readonly found: string;
  readonly deletes: number;
  readonly wrong: readonly string[];
}

const CODES: readonly (readonly [RegExp, string])[] = [
  [/DEPLOY_IMMUTABLE_PROTECTED/, 'protected'], [/DEPLOY_IMMUTABLE_UNCLEAR/, 'unclear'], [/DEPLOY_IMMUTABLE/, 'immutable'], [/DEPLOY_REJECTED/, 'wrong'],
];

function deletesOf(events: readonly AuditEvent[], { path }: RefusalCase): readonly AuditEvent[] {
  return events.filter((event) => event.verb === 'delete' && isWrite(event) && event.requestURI.split('?')[0] === path);
}

async function runCell(plane: ControlPlane, stage: Stage, each: RefusalCase, manifest: 'valid' | 'invalid', release: string): Promise<Cell> {
  const expected = manifest === 'valid' ? each.expected : 'wrong';
  const live = await plane.connection.demand<Json & { metadata: { uid: string; resourceVersion: string } }>('GET', each.path);
  const pack = writePlainPack(stage, `${release}-${manifest}`, [each[manifest](live)]);
  const mark = stage.space.audit().length;
  const outcome = await stage.sherpack(['upgrade', release, pack, '--on-immutable', 'recreate']);
  const deletes = deletesOf(stage.space.audit().slice(mark), each);
  const now = await plane.connection.find<{ metadata: { uid: string } }>(each.path);
  const found = outcome.code === 0 ? 'recreated' : CODES.find(([pattern]) => pattern.test(outcome.stderr))?.[1] ?? `exit ${outcome.code}`;
  const wrong: string[] = [];
  if (found !== expected) wrong.push(`judged "${found}": ${outcome.stderr}`);
  if (now === undefined) wrong.push('the object is gone');
  if ((now?.metadata.uid === live.metadata.uid) === (expected === 'recreated')) wrong.push('the uid says otherwise');
  if (deletes.length !== (expected === 'recreated' ? 1 : 0)) wrong.push(`${deletes.length} deletions`);
  for (const { requestObject } of deletes) {
    const { preconditions } = (requestObject ?? {}) as { preconditions?: Json };
    if (preconditions?.['uid'] !== live.metadata.uid || preconditions['resourceVersion'] === undefined) wrong.push(`deleted on the condition ${JSON.stringify(preconditions)}`);
  }
  return { name: each.name, manifest, expected, found, deletes: deletes.length, wrong };
}

function print(cells: readonly Cell[]): void {
  for (const { name, manifest, expected, found, deletes, wrong } of cells) {
    process.stdout.write(`${name.padEnd(40)} ${manifest.padEnd(8)} expected ${expected.padEnd(10)} found ${found.padEnd(10)} deletions ${deletes} ${wrong.length === 0 ? 'ok' : `WRONG: ${wrong.join('; ')}`}\n`);
  }
  const deleted = cells.filter(({ expected, deletes }) => expected !== 'recreated' && deletes > 0).length;
  process.stdout.write(`cells: ${cells.length}, misclassified: ${cells.filter(({ expected, found }) => expected !== found).length}, wrong deletions: ${deleted}\n`);
}

describeControlPlane('a change that the server refuses', { audit: true }, (plane) => {
  const cells: Cell[] = [];
  afterAll(() => print(cells));

  it('is told apart from a wrong manifest for every kind, and only right manifests delete', { timeout: 1_800_000 }, async () => {
    const stage = await openStage(plane(), 'refusal', true);
    const cases = refusalCases(await prepare(plane(), stage));
    for (const [index, each] of cases.entries()) {
      const release = `r${index}`;
      await stage.ok(['install', release, writePlainPack(stage, `${release}-base`, [each.base])]);
      cells.push(await runCell(plane(), stage, each, 'invalid', release));
      cells.push(await runCell(plane(), stage, each, 'valid', release));
    }
    await cleanUp(plane(), stage);
    expect(cases.length).toBeGreaterThanOrEqual(16);
    expect(cells.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  });

  it('deletes nothing while another object of the plan is wrong, and nothing without being asked', { timeout: 600_000 }, async () => {
    const stage = await openStage(plane(), 'batch');
    const fixed = (value: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed' }, immutable: true, data: { a: value } });
    const service = (port: number) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port }] } });
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [fixed('one'), service(80)])]);
    const wrong = await stage.sherpack(['upgrade', 'demo', writePlainPack(stage, 'two', [fixed('two'), service(70_000)]), '--on-immutable', 'recreate']);
    expect({ code: wrong.code, text: wrong.stderr }).toEqual({ code: 1, text: expect.stringContaining('DEPLOY_REJECTED') as string });
    const unasked = await stage.sherpack(['upgrade', 'demo', writePlainPack(stage, 'three', [fixed('two'), service(80)])]);
    expect({ code: unasked.code, text: unasked.stderr }).toEqual({ code: 6, text: expect.stringContaining('--on-immutable recreate') as string });
    expect(stage.space.audit({ verbs: ['delete'] }).filter((event) => isWrite(event) && event.objectRef?.name === 'fixed')).toEqual([]);
    const plan = await stage.ok(['plan', 'upgrade', 'demo', join(stage.folder, 'three'), '--on-immutable', 'background']);
    expect(plan.stdout).toMatch(/± ConfigMap \S+\/fixed recreate \(made anew \(background\)/);
    await stage.end();
  });

  it.each(['before', 'after'] as const)('leaves the object present when the process is killed %s its creation and the line is run again', { timeout: 600_000 }, async (moment) => {
    const stage = await openStage(plane(), 'saga');
    const fixed = (value: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed' }, immutable: true, data: { a: value } });
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [fixed('one')])]);
    const line = ['upgrade', 'demo', writePlainPack(stage, 'two', [fixed('two')]), '--on-immutable', 'recreate'];
    const killer = new AbortController();
    const proxy = await stage.space.proxy({ counts: ({ path, method, mutating }) => mutating && method === 'PATCH' && path.includes('/configmaps/fixed?') });
    proxy.onRequest(() => { killer.abort(); return moment === 'before' ? 'cut' : 'cut-after'; });
    expect((await stage.sherpack(line, { kubeconfig: proxy.kubeconfig, signal: killer.signal })).code).toBe(137);
    await stage.ok(line);
    expect((await plane().connection.demand<{ data: Json }>('GET', `/api/v1/namespaces/${stage.space.name}/configmaps/fixed`)).data).toEqual({ a: 'two' });
    await stage.end();
  });

  it('puts the old object back, with its field owners, when the new one is refused after the deletion', { timeout: 600_000 }, async () => {
    const stage = await openStage(plane(), 'saga');
    const fixed = (value: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed' }, immutable: true, data: { a: value } });
    const path = `/api/v1/namespaces/${stage.space.name}/configmaps/fixed`;
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [fixed('one')])]);
    const owners = async () => (await plane().connection.demand<{ metadata: { managedFields: Json[] } }>('GET', path)).metadata.managedFields.map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));
    const before = await owners();
    const proxy = await stage.space.proxy({ counts: ({ path: asked, method, mutating }) => mutating && method === 'PATCH' && asked.includes('/configmaps/fixed?') });
    proxy.fail(1, 422);
    const outcome = await stage.sherpack(['upgrade', 'demo', writePlainPack(stage, 'two', [fixed('two')]), '--on-immutable', 'recreate'], { kubeconfig: proxy.kubeconfig });
    expect({ code: outcome.code, text: outcome.stderr }).toEqual({ code: 1, text: expect.stringContaining('It was put back as it was') as string });
    expect((await plane().connection.demand<{ data: Json }>('GET', path)).data).toEqual({ a: 'one' });
    expect(await owners()).toEqual(before);
    await stage.end();
  });
});

async function cleanUp(plane: ControlPlane, stage: Stage): Promise<void> {
  const name = stage.space.name;
  const id = name.slice(-8);
  const paths = [
    `${WEBHOOKS}/validatingwebhookconfigurations/refusing-${name}`, `${WEBHOOKS}/mutatingwebhookconfigurations/mutating-${name}`,
    `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/${name}`, `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${name}`,
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.gadgets.${id}.example.com`, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.${id}.example.com`,
    `/apis/storage.k8s.io/v1/storageclasses/fast-${id}`, `/apis/scheduling.k8s.io/v1/priorityclasses/high-${id}`, `/api/v1/namespaces/${name}-full`,
  ];
  for (const path of paths) await plane.connection.request('DELETE', path);
  await stage.end();
}
