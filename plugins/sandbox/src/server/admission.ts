import { read, readObject, readString } from '../schemas/json-path.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target, WriteOptions } from './context.ts';
import { forbidden, notFound, StatusError } from './status-error.ts';

type Admission = (ctx: ServerContext, object: KubeObject) => KubeObject;

/** What the admission plugins that every cluster runs do to new objects. */
const onCreate: Readonly<Record<string, Admission>> = {
  pods: admitPod,
  persistentvolumeclaims: (ctx, claim) => withFinalizer(withDefaultClass(ctx, claim), 'kubernetes.io/pvc-protection'),
  persistentvolumes: (_, volume) => withFinalizer(volume, 'kubernetes.io/pv-protection'),
};

/** Refuses what may not be, such as objects in a namespace that is not there, and completes the rest. */
export async function admit(ctx: ServerContext, target: Target, object: KubeObject, live: KubeObject | undefined, _: WriteOptions): Promise<KubeObject> {
  if (live !== undefined) return object;
  if (target.resource.namespaced) refuseNamespace(ctx, target, object);
  return onCreate[qualifiedName(target.resource)]?.(ctx, object) ?? object;
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
  const tolerations = (spec['tolerations'] ?? []) as { key?: string }[];
  const missing = notReadyTolerations.filter((toleration) => !tolerations.some(({ key }) => key === toleration.key || key === undefined));
  return { ...pod, spec: { ...spec, serviceAccountName: account, serviceAccount: account, tolerations: [...tolerations, ...missing], ...priorityOf(ctx, pod, spec) } };
}

function refuseAccount(ctx: ServerContext, pod: KubeObject, account: string): void {
  const namespace = pod.metadata.namespace ?? '';
  if (ctx.store.get({ bucket: 'serviceaccounts', namespace, name: account })) return;
  throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
}

const systemPriorities: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

function priorityOf(ctx: ServerContext, pod: KubeObject, spec: Record<string, unknown>): Record<string, unknown> {
  const name = readString(spec, 'priorityClassName') ?? '';
  if (name === '') return { priority: 0, preemptionPolicy: 'PreemptLowerPriority' };
  const found = ctx.store.get({ bucket: 'priorityclasses.scheduling.k8s.io', namespace: '', name });
  const value = found?.['value'] ?? systemPriorities[name];
  if (value === undefined) throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', `no PriorityClass with name ${name} was found`);
  return { priority: value, preemptionPolicy: found?.['preemptionPolicy'] ?? 'PreemptLowerPriority' };
}
