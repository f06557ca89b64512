import { equalValues } from '@sherpack/field-set/equal';
import { timestamp } from '../clock.ts';
import { readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import type { ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { eventsAbout, recordEvent } from './events.ts';
import { podMoment } from './pod-moment.ts';

export const nodeName = 'sandbox';

/** Puts pods on the one node and pretends to run them. */
export const pods: Controller = {
  name: 'kubelet',
  watches: ['pods', 'persistentvolumeclaims'],
  affected: (change, client) => (change.key.bucket === 'pods' ? [change.key] : waitingPods(change.key, client)),
  async reconcile(key, client) {
    const pod = client.get(key);
    if (!pod) return undefined;
    if (pod.metadata.deletionTimestamp) return stop(key, client);
    if (!readString(pod, 'spec', 'nodeName')) return schedule(key, pod, client);
    return run(key, pod, client);
  },
};

/** Pods that wait for a claim of this name. */
function waitingPods(claim: ObjectKey, client: ControllerClient): ObjectKey[] {
  const uses = (pod: KubeObject): boolean => readList(pod, 'spec', 'volumes').some((volume) => readString(volume, 'persistentVolumeClaim', 'claimName') === claim.name);
  return client.list('pods', claim.namespace).filter(uses).map((pod) => ({ bucket: 'pods', namespace: claim.namespace, name: pod.metadata.name ?? '' }));
}

/** A pretended process stops at once when it is asked to. */
function stop(key: ObjectKey, client: ControllerClient): undefined {
  const pod = client.get(key);
  if (pod && (pod.metadata.finalizers ?? []).length === 0) client.delete(key, { gracePeriodSeconds: 0 });
  return undefined;
}

async function schedule(key: ObjectKey, pod: KubeObject, client: ControllerClient): Promise<undefined> {
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp(client.now()) };
  await client.bind(key, nodeName);
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), conditions: [scheduled], startTime: timestamp(client.now()) }));
  await recordEvent(client, pod, { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${key.namespace}/${key.name} to ${nodeName}`, component: 'default-scheduler' });
  return undefined;
}

async function run(key: ObjectKey, pod: KubeObject, client: ControllerClient): Promise<Outcome | undefined> {
  const missing = missingClaim(pod, client);
  if (missing !== undefined) return undefined;
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

function missingClaim(pod: KubeObject, client: ControllerClient): string | undefined {
  const names = readList(pod, 'spec', 'volumes').map((volume) => readString(volume, 'persistentVolumeClaim', 'claimName')).filter((name) => name !== undefined);
  return names.find((name) => {
    const claim = client.get({ bucket: 'persistentvolumeclaims', namespace: pod.metadata.namespace ?? '', name });
    return readString(claim, 'status', 'phase') !== 'Bound';
  });
}

/** The behaviour tells all events so far; those that were posted already are known by their time and text. */
async function postOnce(client: ControllerClient, pod: KubeObject, event: { type: 'Normal' | 'Warning'; reason: string; message: string; fieldPath: string; at: number }): Promise<void> {
  const time = timestamp(event.at);
  const isKnown = eventsAbout(client, pod).some((other) =>
    readString(other, 'reason') === event.reason && readString(other, 'message') === event.message && (readString(other, 'lastTimestamp') ?? '') >= time);
  if (!isKnown) await recordEvent(client, pod, { ...event, component: 'kubelet' });
}
