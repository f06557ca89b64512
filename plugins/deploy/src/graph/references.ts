import type { KubernetesObject } from '@sherpack/plugin-api';
import { groupOf, isObject, valueAt } from '@sherpack/plugin-api';

type Json = Readonly<Record<string, unknown>>;

/** Where pods stand in the kinds that make them. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  '/Pod': ['spec'],
  '/ReplicationController': ['spec', 'template', 'spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/ReplicaSet': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
});

export function groupKind({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** @returns undefined for kinds that make no pods */
export function podSpecOf(object: KubernetesObject): Json | undefined {
  const path = POD_SPECS[groupKind(object)];
  const spec = path === undefined ? undefined : valueAt(object, path);
  return isObject(spec) ? spec : undefined;
}

/** The service account of the object's pods; undefined for kinds that make none. */
export function serviceAccountOf(object: KubernetesObject): string | undefined {
  const spec = podSpecOf(object);
  return spec === undefined ? undefined : text(spec['serviceAccountName']) ?? text(spec['serviceAccount']) ?? 'default';
}

/**
 * Keys (`group/kind/namespace/name`) of the objects that this one names and cannot work without: they are written
 * before it. Namespaces of objects and definitions of kinds are not among them.
 */
export function referencesOf(object: KubernetesObject): readonly string[] {
  const namespace = object.metadata.namespace ?? '';
  const pods = podSpecOf(object);
  const own = (BY_KIND[groupKind(object)] ?? noReferences)(object, namespace);
  return pods === undefined ? own : [...own, ...podReferences(pods, namespace)];
}

function noReferences(): readonly string[] {
  return [];
}

/** What a pod needs: PodSpec v1 core. */
function podReferences(spec: Json, namespace: string): readonly string[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((member) => objects(spec[member]));
  const volumes = objects(spec['volumes']).flatMap((volume) => volumeReferences(volume));
  const environment = containers.flatMap((container) => [
    ...objects(container['envFrom']).flatMap(({ configMapRef, secretRef }) => [named('ConfigMap', configMapRef), named('Secret', secretRef)]),
    ...objects(container['env']).flatMap(({ valueFrom }) => (isObject(valueFrom) ? [named('ConfigMap', valueFrom['configMapKeyRef']), named('Secret', valueFrom['secretKeyRef'])] : [])),
  ]);
  const pulls = objects(spec['imagePullSecrets']).map((entry) => named('Secret', entry));
  const claims = objects(spec['resourceClaims']).map(({ resourceClaimName }) => keyOf('resource.k8s.io', 'ResourceClaim', resourceClaimName));
  const account = keyOf('', 'ServiceAccount', spec['serviceAccountName'] ?? spec['serviceAccount']);
  const local = [...volumes, ...environment, ...pulls, ...claims, account].flatMap((key) => (key === undefined ? [] : [key(namespace)]));
  const global = [keyOf('scheduling.k8s.io', 'PriorityClass', spec['priorityClassName']), keyOf('node.k8s.io', 'RuntimeClass', spec['runtimeClassName'])];
  return [...local, ...global.flatMap((key) => (key === undefined ? [] : [key('')]))];
}

function volumeReferences(volume: Json): readonly (Key | undefined)[] {
  const projected = isObject(volume['projected']) ? objects(volume['projected']['sources']) : [];
  const sources = [volume, ...projected];
  return [
    keyOf('', 'PersistentVolumeClaim', valueAt(volume, ['persistentVolumeClaim', 'claimName'])),
    keyOf('', 'Secret', valueAt(volume, ['secret', 'secretName'])),
    ...sources.map(({ configMap }) => named('ConfigMap', configMap)),
    ...projected.map(({ secret }) => named('Secret', secret)),
  ];
}

type Key = (namespace: string) => string;

function keyOf(group: string, kind: string, name: unknown): Key | undefined {
  return typeof name === 'string' && name !== '' ? (namespace) => `${group}/${kind}/${namespace}/${name}` : undefined;
}

function named(kind: string, reference: unknown): Key | undefined {
  return isObject(reference) ? keyOf('', kind, reference['name']) : undefined;
}

type References = (object: KubernetesObject, namespace: string) => readonly string[];

const BY_KIND: Readonly<Record<string, References>> = Object.freeze({
  'rbac.authorization.k8s.io/RoleBinding': bindingReferences,
  'rbac.authorization.k8s.io/ClusterRoleBinding': bindingReferences,
  'apps/StatefulSet': (object, namespace) => [
    ...keys(namespace, keyOf('', 'Service', valueAt(object, ['spec', 'serviceName']))),
    ...objects(valueAt(object, ['spec', 'volumeClaimTemplates'])).flatMap((claim) => storageClass(claim)),
  ],
  '/PersistentVolumeClaim': (object) => [...storageClass(object), ...keys('', keyOf('', 'PersistentVolume', valueAt(object, ['spec', 'volumeName'])))],
  '/PersistentVolume': (object) => storageClass(object),
  'networking.k8s.io/Ingress': ingressReferences,
  'autoscaling/HorizontalPodAutoscaler': (object, namespace) => targetReference(object, ['spec', 'scaleTargetRef'], namespace),
  'autoscaling.k8s.io/VerticalPodAutoscaler': (object, namespace) => targetReference(object, ['spec', 'targetRef'], namespace),
  'keda.sh/ScaledObject': (object, namespace) => targetReference(object, ['spec', 'scaleTargetRef'], namespace),
  'apiregistration.k8s.io/APIService': (object) => serviceReference(valueAt(object, ['spec', 'service'])),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhookReferences,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhookReferences,
});

function bindingReferences(object: KubernetesObject, namespace: string): readonly string[] {
  const role = object['roleRef'];
  const kind = isObject(role) ? text(role['kind']) : undefined;
  const target = kind === undefined || !isObject(role) ? undefined : keyOf('rbac.authorization.k8s.io', kind, role['name']);
  return [...keys(kind === 'Role' ? namespace : '', target), ...subjectsOf(object)];
}

/** Keys of the service accounts that a binding speaks of. */
export function subjectsOf(object: KubernetesObject): readonly string[] {
  const accounts = objects(object['subjects']).filter(({ kind }) => kind === 'ServiceAccount');
  return accounts.flatMap((subject) => keys(text(subject['namespace']) ?? object.metadata.namespace ?? '', keyOf('', 'ServiceAccount', subject['name'])));
}

function ingressReferences(object: KubernetesObject, namespace: string): readonly string[] {
  const rules = objects(valueAt(object, ['spec', 'rules'])).flatMap((rule) => objects(valueAt(rule, ['http', 'paths'])));
  const backends = [valueAt(object, ['spec', 'defaultBackend']), ...rules.map(({ backend }) => backend)];
  const services = backends.map((backend) => keyOf('', 'Service', valueAt(backend, ['service', 'name'])));
  const certificates = objects(valueAt(object, ['spec', 'tls'])).map(({ secretName }) => keyOf('', 'Secret', secretName));
  const own = keyOf('networking.k8s.io', 'IngressClass', valueAt(object, ['spec', 'ingressClassName']));
  return [...[...services, ...certificates].flatMap((key) => keys(namespace, key)), ...keys('', own)];
}

function targetReference(object: KubernetesObject, path: readonly string[], namespace: string): readonly string[] {
  const target = valueAt(object, path);
  if (!isObject(target)) return [];
  const kind = text(target['kind']) ?? 'Deployment';
  return keys(namespace, keyOf(groupOf(text(target['apiVersion']) ?? 'apps/v1'), kind, target['name']));
}

function webhookReferences(object: KubernetesObject): readonly string[] {
  return objects(object['webhooks']).flatMap((webhook) => serviceReference(valueAt(webhook, ['clientConfig', 'service'])));
}

function serviceReference(service: unknown): readonly string[] {
  if (!isObject(service)) return [];
  return keys(text(service['namespace']) ?? '', keyOf('', 'Service', service['name']));
}

function storageClass(object: Json): readonly string[] {
  return keys('', keyOf('storage.k8s.io', 'StorageClass', valueAt(object, ['spec', 'storageClassName'])));
}

function keys(namespace: string, key: Key | undefined): readonly string[] {
  return key === undefined ? [] : [key(namespace)];
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
