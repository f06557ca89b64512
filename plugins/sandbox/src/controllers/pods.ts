import { equalValues } from '@sherpack/field-set/equal';
import { timestamp } from '../clock.ts';
import { readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import type { ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { eventsAbout, recordEvent } from './events.ts';
import { podMoment } from './pod-moment.ts';

export const nodeName = 'sandbox-node';

/** Pretends to run the pods of the one node. */
export const pods: Controller = {
  name: 'kubelet',
  watches: ['pods'],
  async reconcile(key, client) {
    const pod = client.get(key);
    if (!pod) return undefined;
    if (pod.metadata.deletionTimestamp) return stop(key, pod, client);
    return readString(pod, 'spec', 'nodeName') === nodeName ? run(key, pod, client) : undefined;
  },
};

/** A pretended process stops at once when it is asked to; the rest of a pod with finalizers stays. */
function stop(key: ObjectKey, pod: KubeObject, client: ControllerClient): undefined {
  if ((pod.metadata.finalizers ?? []).length === 0) client.delete(key, { gracePeriodSeconds: 0 });
  return undefined;
}

async function run(key: ObjectKey, pod: KubeObject, client: ControllerClient): Promise<Outcome | undefined> {
  if (!readString(pod, 'status', 'startTime')) {
    await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), startTime: timestamp(client.now()) }));
    return undefined;
  }
  const now = client.now();
  const moment = podMoment(pod, now);
  const before = readObject(pod, 'status') ?? {};
  if (!equalValues({ ...before, ...moment.status }, before)) await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), ...moment.status }));
  const started = Date.parse(readString(pod, 'status', 'startTime') ?? '');
  for (const event of moment.events) await postOnce(client, pod, { ...event, at: started + event.atMs });
  return moment.nextChangeMs === undefined ? undefined : { requeueAfterMs: Math.max(1, started + moment.nextChangeMs - now) };
}

/** The behaviour tells all events so far; those that were posted already are known by their time and text. */
async function postOnce(client: ControllerClient, pod: KubeObject, event: { type: 'Normal' | 'Warning'; reason: string; message: string; fieldPath: string; at: number }): Promise<void> {
  const time = timestamp(event.at);
  const isKnown = eventsAbout(client, pod).some((other) =>
    readString(other, 'involvedObject', 'fieldPath') === event.fieldPath && readString(other, 'reason') === event.reason &&
    readString(other, 'message') === event.message && (readString(other, 'lastTimestamp') ?? '') >= time);
  if (!isKnown) await recordEvent(client, pod, { ...event, host: nodeName });
}
