import { equalValues } from '@sherpack/field-set/equal';
import { timestamp } from '../clock.ts';
import { read, readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import { allocateService, keepServiceAddress } from './service-address.ts';

type CreateRule = (ctx: ServerContext, object: KubeObject) => KubeObject;
type UpdateRule = (ctx: ServerContext, object: KubeObject, live: KubeObject) => KubeObject;

/** What the strategies of single kinds do to a new object, after its ownership was recorded. */
export const createRules: Readonly<Record<string, CreateRule>> = {
  pods: (_, pod) => ({ ...pod, status: { phase: 'Pending', qosClass: qosClass(pod) } }),
  namespaces: (_, namespace) => ({ ...namespace, spec: { ...readObject(namespace, 'spec'), finalizers: namespaceFinalizers(namespace) }, status: { phase: 'Active' } }),
  services: allocateService,
  persistentvolumeclaims: (_, claim) => ({ ...claim, status: { phase: 'Pending' } }),
  persistentvolumes: (ctx, volume) => ({ ...volume, status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(ctx.clock.now()) } }),
  'jobs.batch': selectOwnPods,
  'customresourcedefinitions.apiextensions.k8s.io': (_, definition) => ({ ...definition, status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: storageVersions(definition) } }),
};

export const updateRules: Readonly<Record<string, UpdateRule>> = {
  namespaces: keepFinalizers,
  services: keepServiceAddress,
  'daemonsets.apps': countTemplates,
  'customresourcedefinitions.apiextensions.k8s.io': addStorageVersion,
};

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
  const labels = { ...readObject(metadata, 'labels'), ...own };
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  // A Job that has labels keeps them; one without shares those of its template.
  const isLabelled = Object.keys(job.metadata.labels ?? {}).length > 0;
  const jobLabels = isLabelled ? { ...job.metadata.labels } : { ...own };
  return { ...job, metadata: { ...job.metadata, labels: jobLabels }, spec: { ...spec, selector, template: { ...template, metadata: { ...metadata, labels } } } };
}

const templateGeneration = 'deprecated.daemonset.template.generation';

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

function qosClass(pod: KubeObject): string {
  const resources = [...readList(pod, 'spec', 'containers'), ...readList(pod, 'spec', 'initContainers')].map((container) => readObject(container, 'resources') ?? {});
  const isEmpty = resources.every((r) => Object.keys(readObject(r, 'requests') ?? {}).length + Object.keys(readObject(r, 'limits') ?? {}).length === 0);
  if (isEmpty) return 'BestEffort';
  const isGuaranteed = resources.every((r) => ['cpu', 'memory'].every((name) => {
    const limit = readString(r, 'limits', name);
    return limit !== undefined && (readString(r, 'requests', name) ?? limit) === limit;
  }));
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
