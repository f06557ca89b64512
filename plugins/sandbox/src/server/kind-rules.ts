import { equalValues } from '@sherpack/field-set/equal';
import { timestamp } from '../clock.ts';
import { read, readList, readNumber, readObject, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import { qosClass } from './qos-class.ts';
import { allocateService, keepServiceAddress } from './service-address.ts';

const templateGeneration = 'deprecated.daemonset.template.generation';

type CreateRule = (ctx: ServerContext, object: KubeObject) => KubeObject;
type UpdateRule = (ctx: ServerContext, object: KubeObject, live: KubeObject) => KubeObject;

/** What the strategies of single kinds do to a new object, after its ownership was recorded. */
export const createRules: Readonly<Record<string, CreateRule>> = {
  pods: (ctx, pod) => ({ ...withGrace(pod), status: { phase: 'Pending', ...gateCondition(ctx, pod), qosClass: qosClass(pod) } }),
  namespaces: (_, namespace) => ({ ...withNameLabel(namespace), spec: { ...readObject(namespace, 'spec'), finalizers: namespaceFinalizers(namespace) }, status: { phase: 'Active' } }),
  services: allocateService,
  persistentvolumeclaims: (_, claim) => ({ ...withDataSource(claim, undefined), status: { phase: 'Pending' } }),
  persistentvolumes: (ctx, volume) => ({ ...volume, status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(ctx.clock.now()) } }),
  'jobs.batch': selectOwnPods,
  'daemonsets.apps': (_, set) => ({ ...set, metadata: { ...set.metadata, annotations: { ...set.metadata.annotations, [templateGeneration]: '1' } } }),
  'customresourcedefinitions.apiextensions.k8s.io': (_, definition) => ({ ...definition, status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: storageVersions(definition) } }),
};

export const updateRules: Readonly<Record<string, UpdateRule>> = {
  persistentvolumeclaims: (_, claim, live) => withDataSource(claim, live),
  namespaces: keepFinalizers,
  services: keepServiceAddress,
  'daemonsets.apps': countTemplates,
  'customresourcedefinitions.apiextensions.k8s.io': addStorageVersion,
};

/** A claim names its source in an older and a newer field; the older one takes claims and snapshots only. */
function withDataSource(claim: KubeObject, live: KubeObject | undefined): KubeObject {
  const { dataSource: given, dataSourceRef, ...spec } = readObject(claim, 'spec') ?? {};
  const { apiGroup, kind } = (given ?? {}) as { apiGroup?: string | null; kind?: string };
  const isUsed = live !== undefined && (read(live, 'spec', 'dataSource') !== undefined || read(live, 'spec', 'dataSourceRef') !== undefined);
  const isKnown = (!apiGroup && kind === 'PersistentVolumeClaim') || (apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot');
  const source = isUsed || isKnown ? given : undefined;
  const reference = dataSourceRef ?? source;
  const older = source ?? (read(dataSourceRef, 'namespace') ? undefined : dataSourceRef);
  return { ...claim, spec: { ...spec, ...(older === undefined ? {} : { dataSource: older }), ...(reference === undefined ? {} : { dataSourceRef: reference }) } };
}

/** Why a pod with gates is not given a node. */
function gateCondition(ctx: ServerContext, pod: KubeObject): { conditions?: object[] } {
  if (readList(pod, 'spec', 'schedulingGates').length === 0) return {};
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  return { conditions: [{ type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime: timestamp(ctx.clock.now()), reason: 'SchedulingGated', message }] };
}

/** A pod has a second at least to end in. */
function withGrace(pod: KubeObject): KubeObject {
  const grace = readNumber(pod, 'spec', 'terminationGracePeriodSeconds');
  return grace !== undefined && grace < 0 ? { ...pod, spec: { ...readObject(pod, 'spec'), terminationGracePeriodSeconds: 1 } } : pod;
}

function withNameLabel(namespace: KubeObject): KubeObject {
  const labels = { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name ?? '' };
  return { ...namespace, metadata: { ...namespace.metadata, labels } };
}

function namespaceFinalizers(namespace: KubeObject): string[] {
  const given = readStrings(namespace, 'spec', 'finalizers');
  return given.includes('kubernetes') ? [...given] : [...given, 'kubernetes'];
}

/** Only a namespace that is being deleted can lose its finalizers. */
function keepFinalizers(_: ServerContext, namespace: KubeObject, live: KubeObject): KubeObject {
  if (live.metadata.deletionTimestamp !== undefined) return namespace;
  return { ...namespace, spec: { ...readObject(namespace, 'spec'), finalizers: readStrings(live, 'spec', 'finalizers') } };
}

/** A Job selects its pods by its own uid unless it brings a selector of its own. */
function selectOwnPods(_: ServerContext, job: KubeObject): KubeObject {
  const spec = readObject(job, 'spec') ?? {};
  if (spec['manualSelector'] === true) return job;
  const uid = job.metadata.uid ?? '';
  const name = job.metadata.name ?? '';
  const own = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
  const template = readObject(spec, 'template') ?? {};
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = { ...(metadata['labels'] as Record<string, string> | undefined), ...own };
  const given = readObject(spec, 'selector');
  const selector = { ...given, matchLabels: { ...readObject(given, 'matchLabels'), 'batch.kubernetes.io/controller-uid': uid } };
  const isCopied = job.metadata.generateName !== undefined && job.metadata.labels !== undefined;
  const inherits = job.metadata.labels === metadata['labels'] && !isCopied;
  return { ...job, metadata: inherits ? { ...job.metadata, labels } : job.metadata, spec: { ...spec, selector, template: { ...template, metadata: { ...metadata, labels } } } };
}

function countTemplates(_: ServerContext, set: KubeObject, live: KubeObject): KubeObject {
  const before = Number(live.metadata.annotations?.[templateGeneration] ?? 1);
  const isSame = equalValues(read(set, 'spec', 'template'), read(live, 'spec', 'template'));
  const annotations = { ...set.metadata.annotations, [templateGeneration]: String(isSame ? before : before + 1) };
  return { ...set, metadata: { ...set.metadata, annotations } };
}

function storageVersions(definition: KubeObject): string[] {
  return readList(definition, 'spec', 'versions').filter((version) => version['storage'] === true).map((version) => String(version['name'])).slice(-1);
}

/** A version that was ever the storage version stays listed until someone takes it off. */
function addStorageVersion(_: ServerContext, definition: KubeObject): KubeObject {
  const stored = readStrings(definition, 'status', 'storedVersions');
  const missing = storageVersions(definition).filter((name) => !stored.includes(name));
  return missing.length === 0 ? definition : { ...definition, status: { ...readObject(definition, 'status'), storedVersions: [...stored, ...missing] } };
}
