import type { Change, KubernetesObject, PlanStep, SherpackError } from '@sherpack/plugin-api';
import { formatRef, groupOf } from '@sherpack/plugin-api';
import { awaitGone } from '../execute/await-gone.ts';
import { awaitReady } from '../execute/await-ready.ts';
import type { Execution } from '../execute/execution.ts';
import { failureOf } from '../execute/run-step.ts';
import { receiptOf } from '../readiness/freshness.ts';
import { cleanUpAfter } from './clean-up.ts';
import { showLogs } from './hook-logs.ts';

/** On the object of a hook: which run it belongs to. A successor of a killed process waits for it instead of running it again. */
const RUN_KEY = 'sherpack.io/hook-run';

/**
 * Runs a hook once for this work: what the journal knows to have succeeded is not run again, and an object that a dead
 * process has made for this very run is waited for. Never throws.
 */
export async function runHook(step: PlanStep, run: Execution): Promise<Change> {
  const key = run.journal.keyOf(step.id);
  const past = run.journal.hook(key);
  if (past?.outcome === 'succeeded') return concluded(step, await currentUid(step, run), run, 'has run already');
  const retries = step.hook?.retries ?? 0;
  for (let attempt = (past?.attempts ?? 0) + 1; ; attempt++) {
    const { uid, error } = await attemptOf(step, `${key}-${attempt}`, run);
    if (error === undefined && run.over.aborted) return { ref: step.ref, action: 'skipped', uid, error: undefined };
    if (error === undefined) {
      await run.journal.enterHook(key, { outcome: 'succeeded', attempts: attempt });
      if (step.hook?.showsLogs === true || run.context.operation.flags['logs'] === true) await showLogs(step, run);
      return concluded(step, uid, run);
    }
    await showLogs(step, run);
    if (attempt <= retries && !run.over.aborted) {
      run.context.emit({ type: 'step-progress', ref: step.ref, message: `attempt ${attempt} of ${retries + 1} failed: ${error.message}` });
      continue;
    }
    if (step.hook?.failure === 'continue') run.context.emit({ type: 'warning', message: `the hook ${formatRef(step.ref)} failed, and its policy says to go on: ${error.message}` });
    const left = await cleanUpAfter(step, uid, 'failed', run);
    return { ref: step.ref, action: 'failed', uid: left, error };
  }
}

async function concluded(step: PlanStep, uid: string | undefined, run: Execution, words?: string): Promise<Change> {
  if (words !== undefined) run.context.emit({ type: 'step-progress', ref: step.ref, message: words });
  try {
    return { ref: step.ref, action: 'ran', uid: await cleanUpAfter(step, uid, 'succeeded', run), error: undefined };
  } catch (error) {
    return { ref: step.ref, action: 'failed', uid, error: failureOf(step, error, run) };
  }
}

async function currentUid({ ref }: PlanStep, { cluster }: Execution): Promise<string | undefined> {
  return (await cluster.get(ref))?.metadata.uid;
}

interface Attempt {
  readonly uid: string | undefined;
  readonly error: SherpackError | undefined;
}

async function attemptOf(step: PlanStep, runKey: string, run: Execution): Promise<Attempt> {
  let uid: string | undefined;
  try {
    const object = await made(step, runKey, run);
    uid = object?.metadata.uid;
    if (object === undefined || !runsToItsEnd(step)) return { uid, error: undefined };
    run.written.set(step.id, receiptOf(object, undefined));
    return { uid, error: await awaitReady(step, run, 'complete') };
  } catch (error) {
    return { uid, error: failureOf(step, error, run) };
  }
}

/** Jobs and Pods; of everything else Helm only expects that it is there. */
function runsToItsEnd({ ref }: PlanStep): boolean {
  const kind = `${groupOf(ref.apiVersion)}/${ref.kind}`;
  return kind === 'batch/Job' || kind === '/Pod';
}

/** The object of this run: that of a dead process, else a new one, after what stands in the way was deleted. */
async function made(step: PlanStep, runKey: string, run: Execution): Promise<KubernetesObject | undefined> {
  const { desired, hook, ref } = step;
  if (desired === undefined) return undefined;
  const present = await run.cluster.get(ref);
  if (present?.metadata.annotations?.[RUN_KEY] === runKey && present.metadata.deletionTimestamp === undefined) return present;
  const mayReplace = hook?.deletePolicies.includes('before-hook-creation') === true || present?.metadata.annotations?.[RUN_KEY] !== undefined;
  if (present !== undefined && mayReplace) {
    await run.journal.fence();
    await run.cluster.delete(ref, { propagation: 'background', ...(present.metadata.uid === undefined ? {} : { uid: present.metadata.uid }) });
    if ((await awaitGone(step, present.metadata.uid, run)) === 'called-off') return undefined;
  }
  const annotations = { ...desired.metadata.annotations, [RUN_KEY]: runKey };
  await run.journal.fence();
  const { object } = await run.cluster.create({ ...desired, metadata: { ...desired.metadata, annotations } }, { fieldManager: run.plan.fieldManager, secretPaths: step.secretPaths });
  return object;
}
