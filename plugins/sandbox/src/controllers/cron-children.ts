import { copyJson, readList, readObject, readString } from '../schemas/json-path.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import type { ControllerClient } from './client.ts';
import { recordEvent } from './events.ts';
import { isFinished, jobKind } from './jobs.ts';
import { controllerReference } from './owner-reference.ts';
import { conditionOf } from './pod-state.ts';

type Json = Record<string, unknown>;

export function isActiveJob(cronJob: KubeObject, job: KubeObject): boolean {
  return readList(cronJob, 'status', 'active').some(({ uid }) => uid === job.metadata.uid);
}

export function referenceTo({ metadata }: KubeObject): Json {
  return { apiVersion: 'batch/v1', kind: 'Job', name: metadata.name, namespace: metadata.namespace, resourceVersion: metadata.resourceVersion, uid: metadata.uid };
}

export async function setActive(key: ObjectKey, active: readonly Json[], client: ControllerClient): Promise<void> {
  await client.updateStatus(key, (live) => {
    const { active: _, ...kept } = readObject(live, 'status') ?? {};
    return { ...kept, ...(active.length > 0 ? { active } : {}) };
  });
}

/** Strikes Jobs that ended or went off the list of active ones, and tells of Jobs that it did not start itself. */
export async function noteFinishedJobs(key: ObjectKey, client: ControllerClient): Promise<void> {
  const cronJob = client.get(key) as KubeObject;
  const jobs = client.owned(jobKind.bucket, cronJob);
  for (const job of jobs) await noteJob(key, cronJob, job, client);
  const uids = new Set(jobs.map((job) => job.metadata.uid));
  for (const gone of readList(client.get(key), 'status', 'active').filter(({ uid }) => !uids.has(String(uid)))) {
    await recordEvent(client, cronJob, { type: 'Normal', reason: 'MissingJob', message: `Active job went missing: ${String(gone['name'])}` });
    await strike(key, gone['uid'], client);
  }
}

async function noteJob(key: ObjectKey, cronJob: KubeObject, job: KubeObject, client: ControllerClient): Promise<void> {
  const name = job.metadata.name ?? '';
  if (!isFinished(job)) {
    if (!isActiveJob(cronJob, job)) await recordEvent(client, cronJob, { type: 'Warning', reason: 'UnexpectedJob', message: `Saw a job that the controller did not create or forgot: ${name}` });
    return;
  }
  if (isActiveJob(cronJob, job)) {
    await strike(key, job.metadata.uid, client);
    const condition = conditionOf(job, 'Complete')?.['status'] === 'True' ? 'Complete' : 'Failed';
    await recordEvent(client, cronJob, { type: 'Normal', reason: 'SawCompletedJob', message: `Saw completed job: ${name}, condition: ${condition}` });
  }
  const end = readString(job, 'status', 'completionTime') ?? '';
  if (end > (readString(client.get(key), 'status', 'lastSuccessfulTime') ?? '')) await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), lastSuccessfulTime: end }));
}

async function strike(key: ObjectKey, uid: unknown, client: ControllerClient): Promise<void> {
  await setActive(key, readList(client.get(key), 'status', 'active').filter((reference) => reference['uid'] !== uid), client);
}

/** The name holds the minute, so that no run is started twice. */
export async function createScheduledJob(cronJob: KubeObject, at: number, client: ControllerClient): Promise<KubeObject | undefined> {
  const template = readObject(cronJob, 'spec', 'jobTemplate') ?? {};
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = metadata['labels'];
  const job = await client.create(jobKind.bucket, cronJob.metadata.namespace ?? '', {
    metadata: {
      name: `${cronJob.metadata.name ?? ''}-${Math.floor(at / 60_000)}`,
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...readObject(metadata, 'annotations'), 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(at) },
      ownerReferences: [controllerReference(cronJob, 'batch/v1', 'CronJob')],
    },
    spec: copyJson(template['spec']),
  });
  if (job) await recordEvent(client, cronJob, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created job ${job.metadata.name ?? ''}` });
  return job;
}
