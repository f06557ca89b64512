import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nextRun } from '../validation/cron-schedule.ts';
import { ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { createScheduledJob, isActiveJob, noteFinishedJobs, referenceTo, setActive } from './cron-children.ts';
import { recordEvent } from './events.ts';
import { isFinished, jobKind } from './jobs.ts';
import { conditionOf, isTerminating } from './pod-state.ts';

export const cronJobKind: OwnerKind = { apiVersion: 'batch/v1', kind: 'CronJob', bucket: 'cronjobs.batch' };

/** Starts Jobs by the clock (pkg/controller/cronjob). */
export const cronJobs: Controller = {
  name: 'cronjob-controller',
  watches: [cronJobKind.bucket, jobKind.bucket],
  affected: ownersOf(cronJobKind),
  async reconcile(key, client) {
    if (!client.get(key)) return undefined;
    await noteFinishedJobs(key, client);
    const cronJob = client.get(key);
    if (!cronJob || isTerminating(cronJob)) return undefined;
    prune(cronJob, client);
    return startDue(key, cronJob, client);
  },
};

async function startDue(key: ObjectKey, cronJob: KubeObject, client: ControllerClient): Promise<Outcome> {
  if (read(cronJob, 'spec', 'suspend') === true) return {};
  const times = timesOf(cronJob, client.now());
  if (times.due === undefined) return untilNext(times.next, client.now());
  const deadline = readNumber(cronJob, 'spec', 'startingDeadlineSeconds');
  if (deadline !== undefined && times.due + deadline * 1000 < client.now()) {
    await recordEvent(client, cronJob, { type: 'Warning', reason: 'MissSchedule', message: `Missed scheduled time to start a job: ${new Date(times.due).toUTCString().replace('GMT', '+0000')}` });
    return untilNext(times.next, client.now());
  }
  await start(key, cronJob, times.due, client);
  return untilNext(times.next, client.now());
}

/** Of runs that were missed only the last one is made up for. */
function timesOf(cronJob: KubeObject, now: number): { due?: number; next?: number } {
  const schedule = readString(cronJob, 'spec', 'schedule') ?? '';
  const zone = readString(cronJob, 'spec', 'timeZone');
  const last = Date.parse(readString(cronJob, 'status', 'lastScheduleTime') ?? cronJob.metadata.creationTimestamp ?? '');
  let due: number | undefined;
  let next = nextRun(schedule, last, zone);
  for (; next !== undefined && next <= now; next = nextRun(schedule, next, zone)) due = next;
  return { ...(due === undefined ? {} : { due }), ...(next === undefined ? {} : { next }) };
}

function untilNext(next: number | undefined, now: number): Outcome {
  return next === undefined ? {} : { requeueAfterMs: next - now };
}

async function start(key: ObjectKey, cronJob: KubeObject, at: number, client: ControllerClient): Promise<void> {
  const running = client.owned(jobKind.bucket, cronJob).filter((job) => !isFinished(job) && isActiveJob(cronJob, job));
  const policy = readString(cronJob, 'spec', 'concurrencyPolicy');
  if (policy === 'Forbid' && running.length > 0) {
    await recordEvent(client, cronJob, { type: 'Normal', reason: 'JobAlreadyActive', message: 'Not starting job because prior execution is running and concurrency policy is Forbid' });
    return;
  }
  if (policy === 'Replace') await replace(key, cronJob, running, client);
  const job = await createScheduledJob(cronJob, at, client);
  if (!job) return;
  await setActive(key, [...readList(client.get(key), 'status', 'active'), referenceTo(job)], client);
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), lastScheduleTime: timestamp(at) }));
}

async function replace(key: ObjectKey, cronJob: KubeObject, running: readonly KubeObject[], client: ControllerClient): Promise<void> {
  for (const job of running) {
    client.delete(keyFor(jobKind.bucket, job));
    await recordEvent(client, cronJob, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${job.metadata.name ?? ''}` });
  }
  await setActive(key, [], client);
}

function prune(cronJob: KubeObject, client: ControllerClient): void {
  const byAge = client.owned(jobKind.bucket, cronJob).toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1));
  const limits = [['Complete', 'successfulJobsHistoryLimit', 3], ['Failed', 'failedJobsHistoryLimit', 1]] as const;
  for (const [type, field, fallback] of limits) {
    const ended = byAge.filter((job) => conditionOf(job, type)?.['status'] === 'True');
    const limit = readNumber(cronJob, 'spec', field) ?? fallback;
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) client.delete(keyFor(jobKind.bucket, job));
  }
}
