import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { createStore } from '../readiness/relatives-store.ts';
import { lookBelow } from './look.ts';
import { chainLines } from './report.ts';

const DAY = 86_400_000;

function made(apiVersion: string, kind: string, name: string, owner: string | undefined, rest: object = {}): KubernetesObject {
  const { metadata = {}, ...more } = rest as { metadata?: object };
  const ownerReferences = owner === undefined ? [] : [{ apiVersion: 'v1', kind: 'X', name: owner, uid: owner, controller: true }];
  return { apiVersion, kind, metadata: { name, namespace: 'shop', uid: name, ownerReferences, ...metadata }, ...more };
}

const REVISION = 'deployment.kubernetes.io/revision';
const WEB = made('apps/v1', 'Deployment', 'web', undefined, { metadata: { annotations: { [REVISION]: '2' } } });
const OLD = made('apps/v1', 'ReplicaSet', 'web-1', 'web', { metadata: { annotations: { [REVISION]: '1' } } });
const NEW = made('apps/v1', 'ReplicaSet', 'web-2', 'web', { metadata: { annotations: { [REVISION]: '2' } } });

function pod(name: string, owner: string, status: object, spec: object = {}, labels: object = {}): KubernetesObject {
  return made('v1', 'Pod', name, owner, { metadata: { labels }, spec, status: { phase: 'Pending', ...status } });
}

function waiting(name: string, reason: string, message?: string, restartCount = 0, lastState: object = {}) {
  return { name, ready: false, restartCount, state: { waiting: { reason, message } }, lastState };
}
const CRASHED = { terminated: { exitCode: 1, reason: 'Error' } };

function familyOf(...objects: readonly KubernetesObject[]) {
  const store = createStore();
  for (const object of objects) store.take(`${object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : ''}/${object.kind}`, [object], 'set');
  return store;
}

function findingsOf(root: KubernetesObject, ...objects: readonly KubernetesObject[]) {
  return lookBelow(root, familyOf(...objects), DAY).findings;
}

describe('below a Deployment', () => {
  it('a container that cannot be made is found, with the chain down to it', () => {
    const status = { containerStatuses: [waiting('app', 'CreateContainerConfigError', 'secret "db" not found')] };
    const [finding] = findingsOf(WEB, OLD, NEW, pod('web-2-x', 'web-2', status));
    expect(finding?.reason).toBe('CreateContainerConfigError');
    expect(chainLines(finding?.chain)).toEqual(['ReplicaSet shop/web-2', 'Pod shop/web-2-x: Pending', 'container app: CreateContainerConfigError: secret "db" not found']);
  });

  it('the pods of the old revision may crash as they like', () => {
    expect(findingsOf(WEB, OLD, NEW, pod('web-1-x', 'web-1', { containerStatuses: [waiting('app', 'CrashLoopBackOff', '', 9, CRASHED)] }))).toEqual([]);
  });

  it('nothing is found before the controller has made the new ReplicaSet', () => {
    expect(findingsOf(WEB, OLD, pod('web-1-x', 'web-1', { containerStatuses: [waiting('app', 'InvalidImageName')] }))).toEqual([]);
  });

  it('a pod that goes away tells nothing', () => {
    const leaving = pod('web-2-x', 'web-2', { containerStatuses: [waiting('app', 'InvalidImageName')] });
    expect(findingsOf(WEB, NEW, { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: 'now' } })).toEqual([]);
  });

  it.each([
    ['an init container', { initContainerStatuses: [waiting('migrate', 'CrashLoopBackOff', '', 3, CRASHED)] }, {}, 'init container migrate: CrashLoopBackOff: ended with exit code 1, 3 restarts'],
    ['a sidecar', { initContainerStatuses: [waiting('proxy', 'ImagePullBackOff', 'Back-off pulling image "p:1"')] }, { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }, 'sidecar proxy: ImagePullBackOff: Back-off pulling image "p:1"'],
    ['a container that has just come up again', { containerStatuses: [{ name: 'app', ready: false, restartCount: 2, state: { running: {} }, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }] }, {}, 'container app: CrashLoopBackOff: ended with exit code 137 (OOMKilled), 2 restarts'],
    ['a container that is down between two runs', { containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: CRASHED }] }, {}, 'container app: CrashLoopBackOff: ended with exit code 1'],
  ])('%s is named', (_what, status, spec, line) => {
    const [finding] = findingsOf(WEB, NEW, pod('web-2-x', 'web-2', status, spec));
    expect(chainLines(finding?.chain).at(-1)).toBe(line);
  });

  it.each([
    ['begin', { containerStatuses: [waiting('app', 'ContainerCreating')] }],
    ['wait for init containers', { containerStatuses: [waiting('app', 'PodInitializing')] }],
    ['run and are not ready', { phase: 'Running', containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: { running: {} } }] }],
    ['have ended for good', { phase: 'Failed', containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: CRASHED }] }],
    ['are ready after a crash', { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, restartCount: 4, state: { running: {} }, lastState: CRASHED }] }],
    ['wait for a reason nobody knows', { containerStatuses: [waiting('app', 'SomethingNew')] }],
    ['hold a debugger that crashed', { ephemeralContainerStatuses: [waiting('debug', 'CrashLoopBackOff', '', 3, CRASHED)] }],
  ])('pods that %s are no finding', (_what, status) => {
    expect(findingsOf(WEB, NEW, pod('web-2-x', 'web-2', status))).toEqual([]);
  });

  it('pods that the quota forbids are found on the ReplicaSet', () => {
    const refused = { ...NEW, status: { conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: small' }] } };
    const [finding] = findingsOf(WEB, refused);
    expect(finding?.reason).toBe('FailedCreate');
    expect(chainLines(finding?.chain)).toEqual(['ReplicaSet shop/web-2: FailedCreate: exceeded quota: small']);
  });

  it('a pod without a node is found, one that waits for its volume has all the time', () => {
    const unscheduled = (message: string) => ({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] });
    expect(findingsOf(WEB, NEW, pod('a', 'web-2', unscheduled('0/2 nodes are available'))).map(({ graceMs }) => graceMs)).toEqual([undefined]);
    expect(findingsOf(WEB, NEW, pod('a', 'web-2', unscheduled('pod has unbound immediate PersistentVolumeClaims'))).map(({ graceMs }) => graceMs)).toEqual([Infinity]);
  });

  it('failed pulls are counted by their events too', () => {
    const event = made('v1', 'Event', 'e1', undefined, { involvedObject: { uid: 'web-2-x', fieldPath: 'spec.containers{app}' }, reason: 'Failed', message: 'Failed to pull image "a:1": not found', count: 2 });
    const [finding] = findingsOf(WEB, NEW, pod('web-2-x', 'web-2', { containerStatuses: [waiting('app', 'ImagePullBackOff')] }), event);
    expect(finding?.times).toBe(2);
  });
});

describe('below a StatefulSet', () => {
  const SET = made('apps/v1', 'StatefulSet', 'db', undefined, { spec: { replicas: 2 }, status: { updateRevision: 'db-new' } });
  const refusal = made('v1', 'Event', 'e1', undefined, { involvedObject: { uid: 'db' }, reason: 'FailedCreate', message: 'violates PodSecurity', lastTimestamp: '2026-01-01T00:00:05Z' });

  it('only pods of the new revision count', () => {
    const broken = { containerStatuses: [waiting('app', 'InvalidImageName')] };
    const revision = (hash: string) => ({ 'controller-revision-hash': hash });
    expect(findingsOf(SET, pod('db-0', 'db', broken, {}, revision('db-old'))).filter(({ reason }) => reason === 'InvalidImageName')).toEqual([]);
    expect(findingsOf(SET, pod('db-0', 'db', broken, {}, revision('db-new'))).filter(({ reason }) => reason === 'InvalidImageName')).toHaveLength(1);
  });

  it('refused pods are known by an event that came while we looked', () => {
    expect(findingsOf(SET, refusal).some(({ reason }) => reason === 'FailedCreate')).toBe(true);
  });

  it('an event of before tells nothing', () => {
    const store = createStore();
    store.take('/Event', [refusal], 'all');
    expect(lookBelow(SET, store, DAY).findings.some(({ reason }) => reason === 'FailedCreate')).toBe(false);
  });

  it('a pod that was made later refutes it', () => {
    const later = pod('db-0', 'db', {});
    const refuting = { ...later, metadata: { ...later.metadata, creationTimestamp: '2026-01-01T00:00:09Z', labels: { 'controller-revision-hash': 'db-new' } } };
    expect(findingsOf(SET, refusal, refuting).some(({ reason }) => reason === 'FailedCreate')).toBe(false);
  });
});

describe('below a DaemonSet', () => {
  it('the newest ControllerRevision tells which pods are new', () => {
    const set = made('apps/v1', 'DaemonSet', 'agent', undefined, { status: { desiredNumberScheduled: 1 } });
    const revisions = [made('apps/v1', 'ControllerRevision', 'agent-aaa', 'agent', { revision: 2 }), made('apps/v1', 'ControllerRevision', 'agent-bbb', 'agent', { revision: 1 })];
    const broken = { containerStatuses: [waiting('app', 'InvalidImageName')] };
    const of = (hash: string) => pod('p', 'agent', broken, {}, { 'controller-revision-hash': hash });
    expect(findingsOf(set, ...revisions, of('aaa')).some(({ reason }) => reason === 'InvalidImageName')).toBe(true);
    expect(findingsOf(set, ...revisions, of('bbb')).some(({ reason }) => reason === 'InvalidImageName')).toBe(false);
  });
});

describe('below a Job', () => {
  it('the container by which the last pod failed stands in the chain', () => {
    const job = made('batch/v1', 'Job', 'migrate', undefined, { status: { conditions: [{ type: 'Failed', status: 'True' }] } });
    const failed = pod('migrate-x', 'migrate', { phase: 'Failed', containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 3, reason: 'Error' } } }] });
    expect(chainLines(lookBelow(job, familyOf(failed), DAY).unready)).toEqual(['Pod shop/migrate-x: Failed', 'container app: Error: ended with exit code 3']);
  });
});
