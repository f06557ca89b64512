import type { KubernetesObject, PlanStep, SherpackError, WatchEvent } from '@sherpack/plugin-api';
import { ANNOTATIONS, isSherpackError, refKey, refOf } from '@sherpack/plugin-api';
import type { Execution } from './deployer.ts';
import { errors } from './errors.ts';
import { whyStale } from './freshness.ts';
import type { Written } from './freshness.ts';
import { podTroubles } from './pod-troubles.ts';
import type { Readiness } from './readiness.ts';
import { readinessOf } from './readiness.ts';

interface Waiting {
  readonly step: PlanStep;
  last: Readiness;
  object: KubernetesObject | undefined;
}

/** Waits until the server serves the kind. */
export async function waitEstablished(step: PlanStep, run: Execution): Promise<void> {
  if (!run.cluster.observable) return;
  let last: Readiness = { state: 'progressing', message: 'not seen yet' };
  const isEstablished = (object: KubernetesObject | undefined) => {
    if (object !== undefined) last = judged(object, step, run);
    if (last.state === 'failed') throw errors.BROKEN(step.ref, last.message, []);
    return last.state === 'ready';
  };
  try {
    await run.cluster.waitFor(step.ref, isEstablished, { timeout: Math.max(1, run.deadline - run.clock.now()), signal: run.context.signal });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'CLUSTER_WAIT_TIMEOUT') throw error;
    throw errors.NOT_READY(step.ref, last.message, run.timeout / 1000, []);
  }
}

/**
 * Waits until all steps are ready: one watch for each kind and namespace, however many objects there are.
 *
 * @returns the first failure, or undefined
 */
export async function waitReady(steps: readonly PlanStep[], run: Execution): Promise<SherpackError | undefined> {
  const groups = groupByKind(steps);
  const over = new AbortController();
  const stop = () => over.abort();
  run.context.signal.addEventListener('abort', stop, { once: true });
  const alarm = run.clock.sleep(Math.max(1, run.deadline - run.clock.now()), over.signal).then(stop, () => undefined);
  try {
    const results = await Promise.all([...groups.values()].map((group) => waitGroup(group, run, over)));
    return results.find((error) => error !== undefined);
  } finally {
    over.abort();
    run.context.signal.removeEventListener('abort', stop);
    await alarm;
  }
}

function kindKey({ ref }: PlanStep): string {
  return `${ref.apiVersion} ${ref.kind} ${ref.namespace ?? ''}`;
}

function groupByKind(steps: readonly PlanStep[]): Map<string, PlanStep[]> {
  const groups = new Map<string, PlanStep[]>();
  for (const step of steps) groups.set(kindKey(step), [...(groups.get(kindKey(step)) ?? []), step]);
  return groups;
}

async function waitGroup(steps: readonly PlanStep[], run: Execution, over: AbortController): Promise<SherpackError | undefined> {
  const waiting = new Map(steps.filter(({ ref }) => ref.kind !== 'CustomResourceDefinition').map((step) => [step.id, unseen(step)]));
  const [first] = steps;
  if (first === undefined || waiting.size === 0) return undefined;
  try {
    await follow(first, waiting, run, over.signal);
  } catch (error) {
    if (!over.signal.aborted) {
      over.abort();
      if (isSherpackError(error)) return error;
      throw error;
    }
  }
  if (waiting.size === 0 || run.context.signal.aborted || run.clock.now() < run.deadline) return undefined;
  return lateError(waiting, run);
}

function unseen(step: PlanStep): Waiting {
  return { step, last: { state: 'progressing', message: 'not seen yet' }, object: undefined };
}

async function follow(first: PlanStep, waiting: Map<string, Waiting>, run: Execution, signal: AbortSignal): Promise<void> {
  const watch = run.cluster.watch(first.ref, {
    namespace: first.ref.namespace,
    labelSelector: `${ANNOTATIONS.releaseUid}=${run.plan.releaseUid}`,
    signal,
  });
  for await (const event of watch) {
    if (event.type === 'deleted') noteDeletion(event.object, waiting);
    for (const object of objectsOf(event)) await judge(object, waiting, run);
    if (waiting.size === 0) return;
  }
}

function noteDeletion(object: KubernetesObject, waiting: Map<string, Waiting>): void {
  const entry = waiting.get(refKey(refOf(object)));
  if (entry !== undefined) entry.last = { state: 'progressing', message: 'somebody has deleted it' };
}

function objectsOf(event: WatchEvent): readonly KubernetesObject[] {
  if (event.type === 'reset') return event.items;
  return event.type === 'added' || event.type === 'modified' ? [event.object] : [];
}

/** Only what is not older than our own write counts; what the status says of secrets is taken out. */
function judged(object: KubernetesObject, step: PlanStep, run: Execution): Readiness {
  const stale = whyStale(object, run.written.get(step.id) ?? seenAs(step));
  if (stale !== undefined) return { state: 'progressing', message: stale };
  const readiness = readinessOf(object, { jobs: run.context.operation.flags['waitForJobs'] === true });
  return { ...readiness, message: run.redact(readiness.message) };
}

/** What did not have to be written must still be the object that the plan saw. */
function seenAs({ live }: PlanStep): Written | undefined {
  return live === undefined || live.uid === '' ? undefined : { uid: live.uid, generation: undefined, resourceVersion: live.resourceVersion };
}

async function judge(object: KubernetesObject, waiting: Map<string, Waiting>, run: Execution): Promise<void> {
  const entry = waiting.get(refKey(refOf(object)));
  if (entry === undefined) return;
  const now = judged(object, entry.step, run);
  if (now.message !== entry.last.message) run.context.emit({ type: 'step-progress', ref: entry.step.ref, message: now.message });
  entry.last = now;
  entry.object = object;
  if (now.state === 'ready') waiting.delete(entry.step.id);
  if (now.state === 'failed') throw errors.BROKEN(entry.step.ref, now.message, await podTroubles(object, run));
}

async function lateError(waiting: ReadonlyMap<string, Waiting>, run: Execution): Promise<SherpackError | undefined> {
  const [entry] = waiting.values();
  if (entry === undefined) return undefined;
  const others = [...waiting.values()].slice(1).map(({ step, last }) => `${step.ref.kind} ${step.ref.name}: ${last.message}`);
  const details = [...(await podTroubles(entry.object, run)), ...others];
  return errors.NOT_READY(entry.step.ref, entry.last.message, run.timeout / 1000, details);
}
