import type { KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** A live object in the form in which it can be created again under its name. */
export function snapshotOf(live: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = live;
  const {
    uid: _uid, resourceVersion: _version, generation: _generation, creationTimestamp: _created, selfLink: _self,
    deletionTimestamp: _deleted, deletionGracePeriodSeconds: _grace, ...metadata
  } = live.metadata;
  const snapshot = { ...rest, metadata } as KubernetesObject;
  return live.kind === 'Job' ? withoutJobIdentity(snapshot) : snapshot;
}

const JOB_LABELS: ReadonlySet<string> = new Set(['controller-uid', 'batch.kubernetes.io/controller-uid', 'job-name', 'batch.kubernetes.io/job-name']);

/** The server writes the Job's uid into its selector; a new Job gets a new one. */
function withoutJobIdentity(job: KubernetesObject): KubernetesObject {
  const { spec } = job;
  if (!isObject(spec) || spec['manualSelector'] === true) return job;
  const { selector: _selector, template, ...rest } = spec;
  return { ...job, metadata: withoutJobLabels(job.metadata), spec: { ...rest, template: withoutTemplateLabels(template) } } as KubernetesObject;
}

function withoutTemplateLabels(template: unknown): unknown {
  return isObject(template) && isObject(template['metadata']) ? { ...template, metadata: withoutJobLabels(template['metadata']) } : template;
}

function withoutJobLabels<Metadata extends { readonly [field: string]: unknown }>(metadata: Metadata): Metadata {
  const labels = metadata['labels'];
  if (!isObject(labels)) return metadata;
  return { ...metadata, labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !JOB_LABELS.has(name))) };
}

/** Whether the journal may keep it: what holds a secret stays in memory. */
export function mayBeJournaled(live: KubernetesObject, secretPaths: readonly Path[]): boolean {
  return secretPaths.length === 0 && !(live.kind === 'Secret' && live.apiVersion === 'v1');
}
