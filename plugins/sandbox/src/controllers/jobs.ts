import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { claim, ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { recordEvent } from './events.ts';
import { backoffInMs, stopJobPods, startJobPods, uncount, untrackOrphans } from './job-pods.ts';
import { countJob, type JobCount } from './job-count.ts';
import { failureConditions, reportJob, successConditions, suspensionCondition } from './job-status.ts';
import { conditionOf, isTerminating } from './pod-state.ts';

export const jobKind: OwnerKind = { apiVersion: 'batch/v1', kind: 'Job', bucket: 'jobs.batch' };

/** Runs pods to their end (pkg/controller/job). */
export const jobs: Controller = {
  name: 'job-controller',
  watches: [jobKind.bucket, 'pods'],
  affected: ownersOf(jobKind),
  async reconcile(key, client) {
    const job = client.get(key);
    if (!job) return untrackOrphans(key, client);
    const pods = await claim(client, 'pods', job, jobKind);
    if (isTerminating(job) || isFinished(job)) {
      await uncount(pods, client);
      return isTerminating(job) ? undefined : expire(key, job, client);
    }
    return sync(key, job, pods, client);
  },
};

export function isFinished(job: KubeObject): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(job, type)?.['status'] === 'True');
}

async function sync(key: ObjectKey, job: KubeObject, pods: readonly KubeObject[], client: ControllerClient): Promise<Outcome | undefined> {
  const count = countJob(job, pods);
  const failure = failureOf(job, pods, count, client.now());
  if (failure) return fail(key, job, count, failure, client);
  if (count.isComplete) return complete(key, job, count, client);
  if (read(job, 'spec', 'suspend') === true) {
    await stopJobPods(job, count.active, client);
    await reportJob(key, countJob(job, client.owned('pods', job)), suspensionCondition(job, client), client);
    return undefined;
  }
  const wait = await size(job, count, client);
  await reportJob(key, { ...countJob(job, client.owned('pods', job)), finished: count.finished }, suspensionCondition(job, client), client);
  return outcomeOf(client.get(key) ?? job, wait, client.now());
}

/** Starts or stops pods; answers how long the next start has to wait after a failure. */
async function size(job: KubeObject, count: JobCount, client: ControllerClient): Promise<number | undefined> {
  const missing = count.wanted - count.active.length;
  if (missing < 0) await stopJobPods(job, count.active.slice(count.wanted), client);
  if (missing <= 0) return undefined;
  const wait = backoffInMs(client.owned('pods', job), client.now());
  return wait > 0 ? wait : startJobPods(job, count, missing, client);
}

interface Failure {
  readonly reason: string;
  readonly message: string;
}

function failureOf(job: KubeObject, pods: readonly KubeObject[], count: JobCount, now: number): Failure | undefined {
  const limit = readNumber(job, 'spec', 'backoffLimit') ?? 6;
  const isRestarted = readString(job, 'spec', 'template', 'spec', 'restartPolicy') === 'OnFailure';
  const restarts = pods.reduce((sum, pod) => sum + readList(pod, 'status', 'containerStatuses').reduce((n, status) => n + (readNumber(status, 'restartCount') ?? 0), 0), 0);
  const isTooOften = count.failed > limit || (isRestarted && restarts > 0 && restarts >= limit);
  if (isTooOften) return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const left = deadlineInMs(job, now);
  return left !== undefined && left <= 0 ? { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' } : undefined;
}

function deadlineInMs(job: KubeObject, now: number): number | undefined {
  const seconds = readNumber(job, 'spec', 'activeDeadlineSeconds');
  const start = readString(job, 'status', 'startTime');
  return seconds === undefined || start === undefined || read(job, 'spec', 'suspend') === true ? undefined : Date.parse(start) + seconds * 1000 - now;
}

/** Pods that still run are stopped, and count as failed. */
async function fail(key: ObjectKey, job: KubeObject, count: JobCount, failure: Failure, client: ControllerClient): Promise<Outcome> {
  await stopJobPods(job, count.active, client);
  const finished = { ...count, finished: [...count.finished, ...count.active], failed: count.failed + count.active.length, active: [] };
  await reportJob(key, finished, failureConditions(failure, client), client);
  return told(key, { type: 'Warning', ...failure }, client);
}

async function complete(key: ObjectKey, job: KubeObject, count: JobCount, client: ControllerClient): Promise<Outcome> {
  await stopJobPods(job, count.active, client);
  await reportJob(key, { ...count, active: [] }, successConditions(client), client);
  return told(key, { type: 'Normal', reason: 'Completed', message: 'Job completed' }, client);
}

async function told(key: ObjectKey, event: { type: 'Normal' | 'Warning'; reason: string; message: string }, client: ControllerClient): Promise<Outcome> {
  const job = client.get(key);
  if (!job) return {};
  await recordEvent(client, job, event);
  return expire(key, job, client);
}

/** A finished Job goes when its time to live is over. */
function expire(key: ObjectKey, job: KubeObject, client: ControllerClient): Outcome {
  const ttl = readNumber(job, 'spec', 'ttlSecondsAfterFinished');
  if (ttl === undefined) return {};
  const end = readObject(conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed'))?.['lastTransitionTime'];
  const left = Date.parse(String(end)) + ttl * 1000 - client.now();
  if (left > 0) return { requeueAfterMs: left };
  client.delete(keyFor(key.bucket, job), { propagationPolicy: 'Foreground' });
  return {};
}

function outcomeOf(job: KubeObject, wait: number | undefined, now: number): Outcome {
  const waits = [wait, deadlineInMs(job, now)].filter((ms): ms is number => ms !== undefined && ms > 0);
  return waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits) };
}
