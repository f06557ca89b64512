import type { KubernetesObject } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';

/** What an object's own status says of it. */
export interface Readiness {
  readonly state: 'ready' | 'progressing' | 'failed';
  /** For people: `2 of 3 replicas ready`. */
  readonly message: string;
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

type Judge = (object: KubernetesObject) => Readiness;

const READY: Readiness = Object.freeze({ state: 'ready', message: 'ready' });

/**
 * Judges an object by its status. A status older than the last change of the spec says nothing yet.
 * Rules as in `kubectl rollout status` and kstatus (sigs.k8s.io/cli-utils/pkg/kstatus/status/core.go).
 */
export function readinessOf(object: KubernetesObject, options: { readonly jobs: boolean }): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return progressing('it is being deleted');
  const observed = member(object, 'status', 'observedGeneration');
  const generation = object.metadata.generation ?? 0;
  if (typeof observed === 'number' && observed < generation) return progressing('the controller has not seen the change yet');
  const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
  if (kind === 'batch/Job' && !options.jobs) return READY;
  return (JUDGES[kind] ?? judgeByConditions)(object);
}

/** By group too: a Service of another group is no Service of these rules. */
const JUDGES: Readonly<Record<string, Judge>> = Object.freeze({
  'apps/Deployment': judgeDeployment,
  'apps/StatefulSet': judgeStatefulSet,
  'apps/DaemonSet': judgeDaemonSet,
  'apps/ReplicaSet': (object) => replicas(count(object, 'spec', 'replicas', 1), count(object, 'status', 'readyReplicas')),
  '/ReplicationController': (object) => replicas(count(object, 'spec', 'replicas', 1), count(object, 'status', 'readyReplicas')),
  'batch/Job': judgeJob,
  '/Pod': judgePod,
  '/PersistentVolumeClaim': judgeClaim,
  '/Service': judgeService,
  '/Namespace': (object) => phase(object, 'Active'),
  'apiextensions.k8s.io/CustomResourceDefinition': judgeDefinition,
});

function judgeDeployment(object: KubernetesObject): Readiness {
  if (member(object, 'spec', 'paused') === true) return { state: 'ready', message: 'paused' };
  if (member(object, 'status', 'observedGeneration') === undefined) return progressing('the controller has not seen it yet');
  const deadline = conditions(object).find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  if (deadline !== undefined) return { state: 'failed', message: deadline.message ?? 'it made no progress in time' };
  const wanted = count(object, 'spec', 'replicas', 1);
  const updated = count(object, 'status', 'updatedReplicas');
  if (updated < wanted) return progressing(`${updated} of ${wanted} replicas are of the new revision`);
  const old = count(object, 'status', 'replicas') - updated;
  if (old > 0) return progressing(`${old} replicas of the old revision are still there`);
  return replicas(wanted, count(object, 'status', 'availableReplicas'));
}

function judgeStatefulSet(object: KubernetesObject): Readiness {
  if (member(object, 'status', 'observedGeneration') === undefined) return progressing('the controller has not seen it yet');
  const wanted = count(object, 'spec', 'replicas', 1);
  const onDelete = member(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const partition = count(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition', 0);
  const updated = count(object, 'status', 'updatedReplicas');
  if (!onDelete && updated < wanted - partition) return progressing(`${updated} of ${wanted - partition} replicas are of the new revision`);
  return replicas(wanted, count(object, 'status', 'readyReplicas'));
}

function judgeDaemonSet(object: KubernetesObject): Readiness {
  if (member(object, 'status', 'observedGeneration') === undefined) return progressing('the controller has not seen it yet');
  const wanted = count(object, 'status', 'desiredNumberScheduled');
  const onDelete = member(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const updated = count(object, 'status', 'updatedNumberScheduled');
  if (!onDelete && updated < wanted) return progressing(`${updated} of ${wanted} pods are of the new revision`);
  return replicas(wanted, count(object, 'status', 'numberAvailable'));
}

function judgeJob(object: KubernetesObject): Readiness {
  const failed = conditions(object).find(({ type, status }) => type === 'Failed' && status === 'True');
  if (failed !== undefined) return { state: 'failed', message: failed.message ?? failed.reason ?? 'the job failed' };
  if (isTrue(object, 'Complete')) return READY;
  return progressing(`${count(object, 'status', 'succeeded')} of ${count(object, 'spec', 'completions', 1)} completed`);
}

function judgePod(object: KubernetesObject): Readiness {
  const current = member(object, 'status', 'phase');
  if (current === 'Succeeded' || isTrue(object, 'Ready')) return READY;
  if (current === 'Failed') return { state: 'failed', message: String(member(object, 'status', 'message') ?? 'the pod failed') };
  return progressing(`phase ${String(current ?? 'unknown')}`);
}

/** A claim that waits for its first consumer is bound by a pod, which is judged itself. */
function judgeClaim(object: KubernetesObject): Readiness {
  const current = member(object, 'status', 'phase');
  if (current === 'Lost') return { state: 'failed', message: 'its volume is lost' };
  return current === 'Bound' ? READY : progressing(`phase ${String(current ?? 'unknown')}`);
}

function judgeService(object: KubernetesObject): Readiness {
  if (member(object, 'spec', 'type') !== 'LoadBalancer') return READY;
  const ingress = member(object, 'status', 'loadBalancer', 'ingress');
  return Array.isArray(ingress) && ingress.length > 0 ? READY : progressing('the load balancer has no address yet');
}

function judgeDefinition(object: KubernetesObject): Readiness {
  const refused = conditions(object).find(({ type, status }) => type === 'NamesAccepted' && status === 'False');
  if (refused !== undefined) return { state: 'failed', message: refused.message ?? 'its names are taken' };
  return isTrue(object, 'Established') ? READY : progressing('not established yet');
}

/** Kinds that nobody told us about: believed if they use the customary conditions, else there is nothing to wait for. */
function judgeByConditions(object: KubernetesObject): Readiness {
  const ready = conditions(object).find(({ type }) => type === 'Ready' || type === 'Available');
  if (ready === undefined) return READY;
  if ((ready.observedGeneration ?? Infinity) < (object.metadata.generation ?? 0)) return progressing('the controller has not seen the change yet');
  if (ready.status === 'True') return READY;
  return progressing(ready.message ?? ready.reason ?? `${ready.type} is ${ready.status}`);
}

function phase(object: KubernetesObject, wanted: string): Readiness {
  const current = member(object, 'status', 'phase');
  return current === wanted ? READY : progressing(`phase ${String(current ?? 'unknown')}`);
}

function replicas(wanted: number, ready: number): Readiness {
  const message = `${ready} of ${wanted} ready`;
  return ready >= wanted ? { state: 'ready', message } : progressing(message);
}

function progressing(message: string): Readiness {
  return { state: 'progressing', message };
}

function conditions(object: KubernetesObject): readonly Condition[] {
  const list = member(object, 'status', 'conditions');
  return Array.isArray(list) ? (list as Condition[]) : [];
}

function isTrue(object: KubernetesObject, type: string): boolean {
  return conditions(object).some((condition) => condition.type === type && condition.status === 'True');
}

function count(object: KubernetesObject, ...path: (string | number)[]): number {
  const fallback = typeof path.at(-1) === 'number' ? Number(path.pop()) : 0;
  const value = member(object, ...path);
  return typeof value === 'number' ? value : fallback;
}

function member(object: KubernetesObject, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object);
}
