import { copyJson, read, readNumber, readObject, readString } from '../schemas/json-path.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nextRun } from '../validation/cron-schedule.ts';
import { controllerReference, keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { isFinished } from './jobs.ts';
import { conditionOf, isTerminating } from './pod-state.ts';
import { ownerKeys } from './replica-sets.ts';

const bucket = 'cronjobs.batch';
const jobBucket = 'jobs.batch';

/** Starts Jobs by the clock (UTC). */
export const cronJobs: Controller = {
  name: 'cronjob-controller',
  watches: [bucket, jobBucket],
  affected: ownerKeys('CronJob', bucket),
  async reconcile(key, client) {
    const cronJob = client.get(key);
    if (!cronJob || isTerminating(cronJob)) return undefined;
    const own = client.owned(jobBucket, cronJob);
    prune(cronJob, own, client);
    const next = await startDue(key, cronJob, own, client);
    await reportActive(key, cronJob, client);
    return next;
  },
};

async function startDue(key: ObjectKey, cronJob: KubeObject, own: readonly KubeObject[], client: ControllerClient): Promise<Outcome> {
  if (read(cronJob, 'spec', 'suspend') === true) return {};
  const schedule = readString(cronJob, 'spec', 'schedule') ?? '';
  const last = Date.parse(readString(cronJob, 'status', 'lastScheduleTime') ?? cronJob.metadata.creationTimestamp ?? '');
  const due = nextRun(schedule, last);
  if (due === undefined) return {};
  if (due > client.now()) return { requeueAfterMs: due - client.now() };
  const latest = latestDue(schedule, due, client.now());
  const running = own.filter((job) => !isFinished(job));
  const policy = readString(cronJob, 'spec', 'concurrencyPolicy');
  if (policy === 'Replace') for (const job of running) client.delete(keyFor(jobBucket, job));
  if (policy !== 'Forbid' || running.length === 0) await startJob(cronJob, latest, client);
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), lastScheduleTime: timestamp(latest) }));
  const next = nextRun(schedule, client.now());
  return next === undefined ? {} : { requeueAfterMs: next - client.now() };
}

/** Of runs that were missed only the last one is made up for. */
function latestDue(schedule: string, due: number, now: number): number {
  let latest = due;
  for (let next = nextRun(schedule, latest); next !== undefined && next <= now; next = nextRun(schedule, latest)) latest = next;
  return latest;
}

async function startJob(cronJob: KubeObject, at: number, client: ControllerClient): Promise<void> {
  const template = readObject(cronJob, 'spec', 'jobTemplate') ?? {};
  const metadata = readObject(template, 'metadata') ?? {};
  await client.create(jobBucket, cronJob.metadata.namespace ?? '', {
    metadata: {
      name: `${cronJob.metadata.name ?? ''}-${Math.floor(at / 60_000)}`,
      labels: metadata['labels'] ?? {},
      annotations: { ...readObject(metadata, 'annotations'), 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(at) },
      ownerReferences: [controllerReference(cronJob, 'batch/v1', 'CronJob')],
    },
    spec: copyJson(template['spec']),
  });
}

async function reportActive(key: ObjectKey, cronJob: KubeObject, client: ControllerClient): Promise<void> {
  const own = client.owned(jobBucket, cronJob);
  const active = own.filter((job) => !isFinished(job)).map(({ metadata }) => ({ apiVersion: 'batch/v1', kind: 'Job', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid }));
  const ends = own.flatMap((job) => readString(job, 'status', 'completionTime') ?? []).toSorted();
  await client.updateStatus(key, (live) => {
    const { active: _, ...kept } = readObject(live, 'status') ?? {};
    return { ...kept, ...(active.length > 0 ? { active } : {}), ...(ends.length > 0 ? { lastSuccessfulTime: ends.at(-1) } : {}) };
  });
}

function prune(cronJob: KubeObject, own: readonly KubeObject[], client: ControllerClient): void {
  const byAge = own.toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1));
  const limits = [['Complete', 'successfulJobsHistoryLimit', 3], ['Failed', 'failedJobsHistoryLimit', 1]] as const;
  for (const [type, field, fallback] of limits) {
    const ended = byAge.filter((job) => conditionOf(job, type)?.['status'] === 'True');
    const limit = readNumber(cronJob, 'spec', field) ?? fallback;
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) client.delete(keyFor(jobBucket, job));
  }
}
