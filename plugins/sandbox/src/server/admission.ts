import { defaultPodResources } from '../schemas/defaults/pod-resources.ts';
import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { refuseBeyondLimits, withDefaultResources } from './limit-ranges.ts';
import { qosClass } from './qos-class.ts';
import { refuseBeyondQuota } from './quota-admission.ts';
import { forbidden, notFound, StatusError } from './status-error.ts';

type Admission = (ctx: ServerContext, object: KubeObject) => KubeObject;

/** What the admission plugins that every cluster runs do to new objects. */
const onCreate: Readonly<Record<string, Admission>> = {
  pods: (ctx, pod) => admitPod(ctx, withRuntime(ctx, withLimits(ctx, pod))),
  persistentvolumeclaims: (ctx, claim) => withFinalizer(withDefaultClass(ctx, claim), 'kubernetes.io/pvc-protection'),
  persistentvolumes: (_, volume) => withFinalizer(volume, 'kubernetes.io/pv-protection'),
};

/** Refuses what may not be, such as objects in a namespace that is not there, and completes the rest. What it makes is judged afterwards. */
export function admit(ctx: ServerContext, target: Target, object: KubeObject, live: KubeObject | undefined): KubeObject {
  if (live !== undefined) return qualifiedName(target.resource) === 'pods' && target.subresource === undefined ? withTolerations(keepPriority(object, live)) : object;
  if (target.resource.namespaced) refuseNamespace(ctx, target, object);
  return onCreate[qualifiedName(target.resource)]?.(ctx, object) ?? object;
}

/** Refuses what goes beyond the limits of its namespace, once it is known to be sound. */
export function admitSize(ctx: ServerContext, target: Target, object: KubeObject, live?: KubeObject): void {
  if (live === undefined) refuseBeyondLimits(ctx, target, object);
  refuseBeyondQuota(ctx, target, object, live);
}

/** With its defaults a pod may be of another class of service, and ask for more where it speaks for its containers. */
function withLimits(ctx: ServerContext, pod: KubeObject): KubeObject {
  const filled = withDefaultResources(ctx, pod);
  if (filled === pod) return pod;
  const own = readObject(filled, 'spec', 'resources');
  const spec = { ...readObject(filled, 'spec'), ...(own ? { resources: { ...own } } : {}) };
  defaultPodResources(spec);
  const complete = { ...filled, spec };
  return { ...complete, status: { ...readObject(filled, 'status'), qosClass: qosClass(complete) } };
}

function refuseNamespace(ctx: ServerContext, target: Target, object: KubeObject): void {
  const namespaces = { group: '', plural: 'namespaces' };
  const namespace = ctx.store.get({ bucket: 'namespaces', namespace: '', name: target.namespace });
  if (!namespace) throw notFound(namespaces, target.namespace);
  if (namespace.metadata.deletionTimestamp === undefined) return;
  const name = object.metadata.name ?? '';
  const refusal = forbidden(target.resource, name, `unable to create new content in namespace ${target.namespace} because it is being terminated`);
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${target.namespace} is being terminated`, field: 'metadata.namespace' };
  throw new StatusError(403, 'Forbidden', refusal.message, { ...refusal.body.details, causes: [cause] });
}

/** A pod's priority was decided when it was made. */
function keepPriority(pod: KubeObject, live: KubeObject): KubeObject {
  const [spec, before] = [readObject(pod, 'spec'), readObject(live, 'spec')];
  const lost = ['priority', 'preemptionPolicy'].filter((name) => spec?.[name] === undefined && before?.[name] !== undefined);
  return lost.length === 0 ? pod : { ...pod, spec: { ...spec, ...Object.fromEntries(lost.map((name) => [name, before?.[name]])) } };
}

function withFinalizer(object: KubeObject, finalizer: string): KubeObject {
  const finalizers = object.metadata.finalizers ?? [];
  return finalizers.includes(finalizer) ? object : { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

function withDefaultClass(ctx: ServerContext, claim: KubeObject): KubeObject {
  if (read(claim, 'spec', 'storageClassName') !== undefined) return claim;
  const isDefault = (object: KubeObject): boolean => object.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  const found = ctx.store.list('storageclasses.storage.k8s.io').find(isDefault);
  return found ? { ...claim, spec: { ...readObject(claim, 'spec'), storageClassName: found.metadata.name } } : claim;
}

const notReadyTolerations = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));

function admitPod(ctx: ServerContext, pod: KubeObject): KubeObject {
  const spec = { ...readObject(pod, 'spec') };
  const account = readString(spec, 'serviceAccountName') || 'default';
  refuseAccount(ctx, pod, account);
  const complete = withAccountToken(ctx, pod, account, spec);
  return withTolerations({ ...pod, spec: { ...complete, serviceAccountName: account, serviceAccount: account, ...priorityOf(ctx, pod, spec) } });
}

/** Pods bear nodes that are not ready for a while, unless they say otherwise. */
function withTolerations(pod: KubeObject): KubeObject {
  const spec = readObject(pod, 'spec') ?? {};
  const tolerations = (spec['tolerations'] ?? []) as { key?: string }[];
  const missing = notReadyTolerations.filter((toleration) => !tolerations.some(({ key }) => key === toleration.key || key === undefined));
  return missing.length === 0 ? pod : { ...pod, spec: { ...spec, tolerations: [...tolerations, ...missing] } };
}

function refuseAccount(ctx: ServerContext, pod: KubeObject, account: string): void {
  const namespace = pod.metadata.namespace ?? '';
  if (ctx.store.get({ bucket: 'serviceaccounts', namespace, name: account })) return;
  throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The volume with the account's token, in every container that does not bring its own. */
function withAccountToken(ctx: ServerContext, pod: KubeObject, account: string, spec: Record<string, unknown>): Record<string, unknown> {
  const owner = ctx.store.get({ bucket: 'serviceaccounts', namespace: pod.metadata.namespace ?? '', name: account });
  if ((spec['automountServiceAccountToken'] ?? owner?.['automountServiceAccountToken']) === false) return spec;
  const name = `kube-api-access-${ctx.ids.suffix()}`;
  const mounted = (container: Record<string, unknown>): Record<string, unknown> => {
    const mounts = readList(container, 'volumeMounts');
    return mounts.some((mount) => mount['mountPath'] === tokenPath) ? container : { ...container, volumeMounts: [...mounts, { name, readOnly: true, mountPath: tokenPath }] };
  };
  const lists = ['containers', 'initContainers'].filter((list) => readList(spec, list).length > 0);
  return { ...spec, ...Object.fromEntries(lists.map((list) => [list, readList(spec, list).map(mounted)])), volumes: [...readList(spec, 'volumes'), tokenVolume(name)] };
}

function tokenVolume(name: string): Record<string, unknown> {
  const namespace = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespace] } },
  ];
  return { name, projected: { sources, defaultMode: 420 } };
}

const systemPriorities: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

function priorityOf(ctx: ServerContext, pod: KubeObject, spec: Record<string, unknown>): Record<string, unknown> {
  const name = readString(spec, 'priorityClassName') ?? '';
  const found = name === '' ? undefined : ctx.store.get({ bucket: 'priorityclasses.scheduling.k8s.io', namespace: '', name });
  const value = name === '' ? 0 : (found?.['value'] ?? systemPriorities[name]);
  const refusal = (why: string): Error => forbidden({ group: '', plural: 'pods' }, podName(pod), why);
  if (value === undefined) throw refusal(`no PriorityClass with name ${name} was found`);
  const policy = found?.['preemptionPolicy'] ?? 'PreemptLowerPriority';
  const { priority: askedValue, preemptionPolicy: askedPolicy } = spec;
  if (askedValue !== undefined && askedValue !== value) throw refusal(`the integer value of priority (${String(askedValue)}) must not be provided in pod spec; priority admission controller computed ${String(value)} from the given PriorityClass name`);
  if (askedPolicy !== undefined && askedPolicy !== policy) throw refusal(`the string value of PreemptionPolicy (${String(askedPolicy)}) must not be provided in pod spec; priority admission controller computed ${String(policy)} from the given PriorityClass name`);
  return { priority: value, preemptionPolicy: policy };
}

function podName(pod: KubeObject): string {
  return pod.metadata.generateName ?? pod.metadata.name ?? '';
}

/** What a RuntimeClass costs, and where its pods can run. */
function withRuntime(ctx: ServerContext, pod: KubeObject): KubeObject {
  const spec = readObject(pod, 'spec') ?? {};
  const name = readString(spec, 'runtimeClassName') ?? '';
  if (name === '') return pod;
  const found = ctx.store.get({ bucket: 'runtimeclasses.node.k8s.io', namespace: '', name });
  if (!found) throw forbidden({ group: '', plural: 'pods' }, podName(pod), `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  const overhead = readObject(found, 'overhead', 'podFixed');
  const nodeSelector = readObject(found, 'scheduling', 'nodeSelector');
  const tolerations = readList(found, 'scheduling', 'tolerations');
  return {
    ...pod,
    spec: {
      ...spec,
      ...(overhead ? { overhead } : {}),
      ...(nodeSelector ? { nodeSelector: { ...readObject(spec, 'nodeSelector'), ...nodeSelector } } : {}),
      ...(tolerations.length > 0 ? { tolerations: [...readList(spec, 'tolerations'), ...tolerations] } : {}),
    },
  };
}
