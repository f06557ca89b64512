import { podBehaviour, type Behaviour } from '@sherpack/pod-behaviour/behaviour';
import type { Pod, PodCondition } from '@sherpack/pod-behaviour/pod';
import { statusAt, type PodMoment } from '@sherpack/pod-behaviour/status';
import type { Connection } from '../connection.ts';
import { follow, type ApiObject } from '../follow.ts';
import { eventPoster } from './event-poster.ts';

/** A pod whose write failed would stay as it is for ever: nothing else brings it back. */
const retryMs = 500;

/** A pod as the API server gives it. */
export type BoundPod = Pod & ApiObject & { readonly spec: { readonly nodeName?: string } };

interface Run {
  pod: BoundPod;
  readonly behaviour: Behaviour;
  readonly startedMs: number;
  /** Events up to here have been posted. */
  toldMs: number;
  /** The status written last, to leave out writes that change nothing. */
  written: string;
  timer?: NodeJS.Timeout | undefined;
  /** Keeps the writes of one pod in order. */
  queue: Promise<void>;
}

/** The pods of the fake nodes, for whoever wants to know how one stands. */
export interface PodRunner {
  momentOf(namespace: string, name: string): PodMoment | undefined;
}

/** Plays the behaviour of every pod that is bound to a node, and deletes those that are to go. */
export function runPods(connection: Connection, signal: AbortSignal): PodRunner {
  const runs = new Map<string, Run>();
  const post = eventPoster(connection);

  function changed(pod: BoundPod): void {
    if (pod.spec.nodeName === undefined) return;
    const run = begin(pod);
    const fresh = run.written === '';
    const gatesMoved = !fresh && conditionsOfOthers(pod) !== conditionsOfOthers(run.pod);
    run.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined) enqueue(run, (one) => remove(connection, one));
    else if (fresh || gatesMoved) enqueue(run, play);
  }

  function begin(pod: BoundPod): Run {
    const present = runs.get(pod.metadata.uid);
    if (present !== undefined) return present;
    const started = pod.status?.startTime === undefined ? Date.now() : Date.parse(pod.status.startTime);
    const run: Run = { pod, behaviour: podBehaviour(pod), startedMs: started, toldMs: -1, written: '', queue: Promise.resolve() };
    runs.set(pod.metadata.uid, run);
    return run;
  }

  function removed(pod: BoundPod): void {
    clearTimeout(runs.get(pod.metadata.uid)?.timer);
    runs.delete(pod.metadata.uid);
  }

  function enqueue(run: Run, work: (run: Run) => Promise<void>): void {
    run.queue = run.queue.then(() => work(run)).catch((error: unknown) => {
      console.error(error);
      clearTimeout(run.timer);
      if (runs.has(run.pod.metadata.uid)) run.timer = setTimeout(() => enqueue(run, work), retryMs);
    });
  }

  async function play(run: Run): Promise<void> {
    clearTimeout(run.timer);
    if (run.pod.metadata.deletionTimestamp !== undefined || !runs.has(run.pod.metadata.uid)) return;
    const elapsed = Date.now() - run.startedMs;
    const moment = statusAt(run.pod, run.behaviour, elapsed, new Date());
    await write(connection, run, moment);
    await post(run.pod, moment.events.filter((event) => event.atMs > run.toldMs));
    run.toldMs = elapsed;
    if (moment.nextChangeMs === undefined) return;
    run.timer = setTimeout(() => enqueue(run, play), Math.max(1, run.startedMs + moment.nextChangeMs - Date.now()));
  }

  function momentOf(namespace: string, name: string): PodMoment | undefined {
    const run = [...runs.values()].find(({ pod }) => pod.metadata.name === name && (pod.metadata.namespace ?? 'default') === namespace);
    return run && statusAt(run.pod, run.behaviour, Date.now() - run.startedMs, new Date());
  }

  void follow<BoundPod>(connection, '/api/v1/pods', { changed, removed }, signal);
  return { momentOf };
}

/** The uid in the patch makes the server refuse it for a later pod of the same name. */
async function write(connection: Connection, run: Run, moment: PodMoment): Promise<void> {
  const { metadata } = run.pod;
  const text = JSON.stringify(moment.status);
  if (text === run.written) return;
  const body = { metadata: { uid: metadata.uid }, status: { ...moment.status, conditions: moment.status.conditions?.map(cleared) } };
  const { status } = await connection.request('PATCH', `${podPath(run.pod)}/status`, { contentType: 'application/strategic-merge-patch+json', body });
  if (status >= 400 && !isGone(status)) throw new Error(`status of pod ${metadata.namespace}/${metadata.name}: ${status}`);
  run.written = text;
}

/** Conditions are merged by their type, so what one no longer says has to be taken from it. */
function cleared(condition: PodCondition): Record<string, unknown> {
  return { reason: null, message: null, ...condition };
}

/** A pod on a node goes only when "its kubelet" says that its containers have ended: with a grace period of 0. */
async function remove(connection: Connection, run: Run): Promise<void> {
  clearTimeout(run.timer);
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid: run.pod.metadata.uid } };
  const { status } = await connection.request('DELETE', podPath(run.pod), { body });
  if (status >= 400 && !isGone(status)) throw new Error(`delete of pod ${run.pod.metadata.namespace}/${run.pod.metadata.name}: ${status}`);
}

/** There is no such pod, or there is another of that name. */
function isGone(status: number): boolean {
  return status === 404 || status === 409;
}

function podPath(pod: BoundPod): string {
  return `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
}

/** Readiness gates are conditions that others write; only a change of one of them can change what we write. */
function conditionsOfOthers(pod: BoundPod): string {
  const gates = new Set(pod.spec.readinessGates?.map((gate) => gate.conditionType));
  return JSON.stringify(pod.status?.conditions?.filter((condition) => gates.has(condition.type)).map(({ type, status }) => [type, status]));
}
