import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nowText, type ControllerClient } from './client.ts';
import { recordEvent } from './events.ts';
import type { JobCount } from './job-count.ts';
import { uncount } from './job-pods.ts';
import { conditionOf, isReady } from './pod-state.ts';

type Json = Record<string, unknown>;

/** Says first that the Job is to end so, then that it has. */
export function failureConditions(failure: { reason: string; message: string }, client: ControllerClient): readonly Json[] {
  return ['FailureTarget', 'Failed'].map((type) => condition(type, 'True', failure, client));
}

export function successConditions(client: ControllerClient): readonly Json[] {
  const reached = { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  return ['SuccessCriteriaMet', 'Complete'].map((type) => condition(type, 'True', reached, client));
}

/** What is to be said of a suspension that begins or ends. */
export function suspensionCondition(job: KubeObject, client: ControllerClient): readonly Json[] {
  const present = conditionOf(job, 'Suspended')?.['status'];
  const isSuspended = read(job, 'spec', 'suspend') === true;
  if (isSuspended && present !== 'True') return [condition('Suspended', 'True', { reason: 'JobSuspended', message: 'Job suspended' }, client)];
  if (!isSuspended && present === 'True') return [condition('Suspended', 'False', { reason: 'JobResumed', message: 'Job resumed' }, client)];
  return [];
}

function condition(type: string, status: string, text: { reason: string; message: string }, client: ControllerClient): Json {
  const time = nowText(client);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason: text.reason, message: text.message };
}

/** Writes the counts and lets go of the pods that are in them now. A Job's clock starts when it is first not suspended. */
export async function reportJob(key: ObjectKey, count: JobCount, conditions: readonly Json[], client: ControllerClient): Promise<void> {
  const types = new Set(conditions.map(({ type }) => type));
  await client.updateStatus(key, (live) => {
    const { active: _, ...kept } = readObject(live, 'status') ?? {};
    return {
      ...kept,
      ...startTime(live, conditions, client),
      ...(count.active.length > 0 ? { active: count.active.length } : {}),
      ready: count.active.filter(isReady).length,
      terminating: count.terminating,
      ...(count.succeeded > 0 ? { succeeded: count.succeeded } : {}),
      ...(count.failed > 0 ? { failed: count.failed } : {}),
      ...(count.completedIndexes === undefined ? {} : { completedIndexes: count.completedIndexes }),
      uncountedTerminatedPods: {},
      ...(types.has('Complete') ? { completionTime: nowText(client) } : {}),
      conditions: [...readList(live, 'status', 'conditions').filter(({ type }) => !types.has(type)), ...conditions],
    };
  });
  await uncount(count.finished, client);
  await tellSuspension(key, conditions, client);
}

function startTime(job: KubeObject, conditions: readonly Json[], client: ControllerClient): { startTime?: string | undefined } {
  if (read(job, 'spec', 'suspend') === true) return { startTime: undefined };
  const isResumed = conditions.some(({ reason }) => reason === 'JobResumed');
  const known = readString(job, 'status', 'startTime');
  return { startTime: isResumed || known === undefined ? nowText(client) : known };
}

async function tellSuspension(key: ObjectKey, conditions: readonly Json[], client: ControllerClient): Promise<void> {
  const job = client.get(key);
  const told = conditions.find(({ type }) => type === 'Suspended');
  if (!job || !told) return;
  const isSuspended = told['status'] === 'True';
  await recordEvent(client, job, { type: 'Normal', reason: isSuspended ? 'Suspended' : 'Resumed', message: isSuspended ? 'Job suspended' : 'Job resumed' });
}
