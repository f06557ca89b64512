import { readList, readObject, readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { recordEvent } from './events.ts';
import { dropFinalizer } from './garbage.ts';
import { indexAnnotation, indexOf, isIndexed, trackingFinalizer, type JobCount } from './job-count.ts';
import { parseIndexes } from './job-indexes.ts';
import { controllerReference } from './owner-reference.ts';
import { isActive } from './pod-state.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { createPod } from './replica-sets.ts';

type Json = Record<string, unknown>;

const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;
const retryMs = 1000;

/** Makes pods; answers when to try again where the server refused one. */
export async function startJobPods(job: KubeObject, count: JobCount, missing: number, client: ControllerClient): Promise<number | undefined> {
  const indexes = isIndexed(job) ? freeIndexes(job, count, missing) : [];
  for (let i = 0; i < missing; i += 1) {
    if ((await createPod(client, job, jobPod(job, indexes[i]))) !== undefined) return retryMs;
  }
  return undefined;
}

function freeIndexes(job: KubeObject, count: JobCount, missing: number): readonly number[] {
  const taken = new Set([...parseIndexes(count.completedIndexes ?? ''), ...count.active.map(indexOf)]);
  const all = Array.from({ length: readNumber(job, 'spec', 'completions') ?? 0 }, (_, i) => i);
  return all.filter((index) => !taken.has(index)).slice(0, missing);
}

/** Each pod of a Job with indexes knows its own by annotation, label, host name and environment (indexed_job_utils.go). */
function jobPod(job: KubeObject, index: number | undefined): Json {
  const name = job.metadata.name ?? '';
  const numbered = index === undefined ? {} : { [indexAnnotation]: String(index) };
  const generateName = index === undefined ? `${name}-` : `${name}-${index}-`;
  const pod = podFromTemplate(templateOf(job), controllerReference(job, 'batch/v1', 'Job'), { generateName, labels: numbered, annotations: numbered });
  const metadata = readObject(pod, 'metadata') ?? {};
  const tracked = { ...pod, metadata: { ...metadata, finalizers: [...((metadata['finalizers'] as string[] | undefined) ?? []), trackingFinalizer] } };
  return index === undefined ? tracked : { ...tracked, spec: numberedSpec(readObject(pod, 'spec') ?? {}, `${name}-${index}`) };
}

function numberedSpec(spec: Json, hostname: string): Json {
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexAnnotation}']` } } };
  const told = (container: Json): Json => {
    const env = readList(container, 'env');
    return env.some((entry) => entry['name'] === variable.name) ? container : { ...container, env: [...env, variable] };
  };
  const lists = ['containers', 'initContainers'].filter((list) => readList(spec, list).length > 0);
  return { ...spec, ...(readString(spec, 'hostname') ? {} : { hostname }), ...Object.fromEntries(lists.map((list) => [list, readList(spec, list).map(told)])) };
}

export async function stopJobPods(job: KubeObject, pods: readonly KubeObject[], client: ControllerClient): Promise<void> {
  for (const pod of pods) {
    client.delete(keyFor('pods', pod));
    await recordEvent(client, job, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name ?? ''}` });
  }
}

/** Lets pods go that have ended: they are in the status, or nobody counts them any more. */
export async function uncount(pods: readonly KubeObject[], client: ControllerClient): Promise<void> {
  for (const pod of pods) if (!isActive(pod)) await dropFinalizer(keyFor('pods', pod), trackingFinalizer, client);
}

/** Pods of a Job that is gone. */
export async function untrackOrphans({ namespace, name }: ObjectKey, client: ControllerClient): Promise<undefined> {
  const pods = client.list('pods', namespace).filter((pod) => pod.metadata.labels?.['batch.kubernetes.io/job-name'] === name);
  for (const pod of pods) await dropFinalizer(keyFor('pods', pod), trackingFinalizer, client);
  return undefined;
}

/** How long the next pod has to wait: the wait doubles with every failure since the last success. */
export function backoffInMs(pods: readonly KubeObject[], now: number): number {
  const failures = endsOf(pods, 'Failed');
  const lastSuccess = Math.max(0, ...endsOf(pods, 'Succeeded'));
  const since = failures.filter((end) => end >= lastSuccess);
  if (since.length === 0) return 0;
  return Math.max(...since) + Math.min(longestBackoffMs, firstBackoffMs * 2 ** (since.length - 1)) - now;
}

function endsOf(pods: readonly KubeObject[], phase: string): readonly number[] {
  return pods.filter((pod) => readString(pod, 'status', 'phase') === phase).map((pod) => {
    const ends = readList(pod, 'status', 'containerStatuses').map((status) => Date.parse(readString(status, 'state', 'terminated', 'finishedAt') ?? ''));
    return Math.max(0, ...ends.filter((end) => !Number.isNaN(end)));
  });
}
