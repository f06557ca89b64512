import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { controllerReference, keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { conditionOf, isActive, isReady, isTerminating } from './pod-state.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { recordEvent } from './events.ts';
import { ownerKeys } from './replica-sets.ts';

const bucket = 'jobs.batch';
const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;

/** Runs pods to their end. */
export const jobs: Controller = {
  name: 'job-controller',
  watches: [bucket, 'pods'],
  affected: ownerKeys('Job', bucket),
  async reconcile(key, client) {
    const job = client.get(key);
    if (!job || isTerminating(job)) return undefined;
    if (isFinished(job)) return expire(key, job, client);
    await begin(key, job, client);
    const state = stateOf(client.get(key) ?? job, client);
    const failure = failureOf(job, state, client.now());
    if (failure) return finish(key, state, failure, client);
    if (state.succeeded >= state.completions) return finish(key, state, undefined, client);
    const wait = await runPods(job, state, client);
    await report(key, stateOf(job, client), [], client);
    return outcomeOf(job, wait, client.now());
  },
};

interface JobState {
  readonly pods: readonly KubeObject[];
  readonly active: readonly KubeObject[];
  readonly succeeded: number;
  readonly failed: readonly KubeObject[];
  readonly completions: number;
}

function stateOf(job: KubeObject, client: ControllerClient): JobState {
  const pods = client.owned('pods', job);
  const inPhase = (phase: string): KubeObject[] => pods.filter((pod) => readString(pod, 'status', 'phase') === phase);
  return { pods, active: pods.filter(isActive), succeeded: inPhase('Succeeded').length, failed: inPhase('Failed'), completions: readNumber(job, 'spec', 'completions') ?? 1 };
}

export function isFinished(job: KubeObject): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(job, type)?.['status'] === 'True');
}

function isSuspended(job: KubeObject): boolean {
  return read(job, 'spec', 'suspend') === true;
}

async function begin(key: ObjectKey, job: KubeObject, client: ControllerClient): Promise<void> {
  if (isSuspended(job) || readString(job, 'status', 'startTime')) return;
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), startTime: nowText(client) }));
}

interface Failure {
  readonly reason: string;
  readonly message: string;
}

function failureOf(job: KubeObject, state: JobState, now: number): Failure | undefined {
  const restarts = state.pods.reduce((sum, pod) => sum + readList(pod, 'status', 'containerStatuses').reduce((n, status) => n + (readNumber(status, 'restartCount') ?? 0), 0), 0);
  const isRestarted = readString(job, 'spec', 'template', 'spec', 'restartPolicy') === 'OnFailure';
  const failures = state.failed.length + (isRestarted ? restarts : 0);
  if (failures > (readNumber(job, 'spec', 'backoffLimit') ?? 6)) return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const left = deadlineInMs(job, now);
  return left !== undefined && left <= 0 ? { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' } : undefined;
}

function deadlineInMs(job: KubeObject, now: number): number | undefined {
  const seconds = readNumber(job, 'spec', 'activeDeadlineSeconds');
  const start = readString(job, 'status', 'startTime');
  return seconds === undefined || start === undefined || isSuspended(job) ? undefined : Date.parse(start) + seconds * 1000 - now;
}

/** Starts or stops pods; answers how long the next start has to wait after a failure. */
async function runPods(job: KubeObject, state: JobState, client: ControllerClient): Promise<number | undefined> {
  const wanted = isSuspended(job) ? 0 : Math.min(readNumber(job, 'spec', 'parallelism') ?? 1, state.completions - state.succeeded);
  for (const pod of state.active.slice(wanted)) client.delete(keyFor('pods', pod));
  const missing = wanted - state.active.length;
  if (missing <= 0) return undefined;
  const wait = backoffInMs(state, client.now());
  if (wait > 0) return wait;
  const owner = controllerReference(job, 'batch/v1', 'Job');
  for (let i = 0; i < missing; i += 1) {
    const pod = await client.create('pods', job.metadata.namespace ?? '', podFromTemplate(templateOf(job), owner, { generateName: `${job.metadata.name ?? ''}-` }));
    if (!pod) return 1000;
    await recordEvent(client, job, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name ?? ''}`, component: 'job-controller' });
  }
  return undefined;
}

/** The wait doubles with every failure. */
function backoffInMs(state: JobState, now: number): number {
  if (state.failed.length === 0) return 0;
  const ends = state.failed.flatMap((pod) => readList(pod, 'status', 'containerStatuses').map((status) => Date.parse(readString(status, 'state', 'terminated', 'finishedAt') ?? '')));
  const last = Math.max(0, ...ends.filter((end) => !Number.isNaN(end)));
  return last + Math.min(longestBackoffMs, firstBackoffMs * 2 ** (state.failed.length - 1)) - now;
}

async function finish(key: ObjectKey, state: JobState, failure: Failure | undefined, client: ControllerClient): Promise<Outcome> {
  for (const pod of state.active) client.delete(keyFor('pods', pod));
  const time = nowText(client);
  const at = { lastProbeTime: time, lastTransitionTime: time };
  const done = { status: 'True', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods', ...at };
  const conditions = failure
    ? [{ type: 'FailureTarget', status: 'True', ...at, ...failure }, { type: 'Failed', status: 'True', ...at, ...failure }]
    : [{ type: 'SuccessCriteriaMet', ...done }, { type: 'Complete', ...done }];
  await report(key, { ...state, active: [] }, conditions, client);
  const job = client.get(key);
  if (job) await recordEvent(client, job, failure ? { type: 'Warning', ...failure, component: 'job-controller' } : { type: 'Normal', reason: 'Completed', message: 'Job completed', component: 'job-controller' });
  return job ? expire(key, job, client) : {};
}

async function report(key: ObjectKey, state: JobState, conditions: readonly Record<string, unknown>[], client: ControllerClient): Promise<void> {
  const isComplete = conditions.some((condition) => condition['type'] === 'Complete');
  await client.updateStatus(key, (live) => {
    const { active: _, ready: __, ...kept } = readObject(live, 'status') ?? {};
    return {
      ...kept,
      ...(state.active.length > 0 ? { active: state.active.length } : {}),
      ready: state.active.filter(isReady).length,
      terminating: state.pods.filter(isTerminating).length,
      succeeded: state.succeeded,
      failed: state.failed.length,
      uncountedTerminatedPods: {},
      ...(isComplete ? { completionTime: nowText(client) } : {}),
      conditions: [...readList(live, 'status', 'conditions'), ...conditions],
    };
  });
}

/** A finished Job goes when its time to live is over. */
function expire(key: ObjectKey, job: KubeObject, client: ControllerClient): Outcome {
  const ttl = readNumber(job, 'spec', 'ttlSecondsAfterFinished');
  if (ttl === undefined) return {};
  const end = conditionOf(job, 'Complete')?.['lastTransitionTime'] ?? conditionOf(job, 'Failed')?.['lastTransitionTime'];
  const left = Date.parse(String(end)) + ttl * 1000 - client.now();
  if (left > 0) return { requeueAfterMs: left };
  client.delete(key);
  return {};
}

function outcomeOf(job: KubeObject, wait: number | undefined, now: number): Outcome {
  const waits = [wait, deadlineInMs(job, now)].filter((ms): ms is number => ms !== undefined && ms > 0);
  return waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits) };
}
