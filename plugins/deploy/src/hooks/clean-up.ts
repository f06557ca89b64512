import type { PlanStep } from '@sherpack/plugin-api';
import { awaitGone } from '../execute/await-gone.ts';
import type { Execution } from '../execute/execution.ts';

/**
 * Deletes the objects of hooks by their policies, as Helm does (`pkg/action/hooks.go`): those that succeeded once all
 * hooks of the event have, the last one first, for the later ones may use the earlier; one that failed at once, and those
 * that had succeeded before it. What a removed release has made goes in any case; definitions never.
 *
 * @returns the uid of the step's own object while it is there
 */
export async function cleanUpAfter(step: PlanStep, uid: string | undefined, outcome: 'succeeded' | 'failed', run: Execution): Promise<string | undefined> {
  const event = step.hook?.event;
  const siblings = run.plan.steps.filter(({ hook }) => hook?.event === event);
  const succeeded = siblings.filter(({ id }) => id !== step.id && run.changes.get(id)?.action === 'ran');
  const isLast = succeeded.length === siblings.length - 1;
  if (outcome === 'failed') {
    await removeAll(succeeded, run);
    return deletes(step, 'hook-failed', run) ? remove(step, uid, run) : uid;
  }
  if (!isLast) return uid;
  const own = deletes(step, 'hook-succeeded', run) ? await remove(step, uid, run) : uid;
  await removeAll(succeeded, run);
  return own;
}

async function removeAll(steps: readonly PlanStep[], run: Execution): Promise<void> {
  for (const step of steps.toReversed()) {
    const change = run.changes.get(step.id);
    if (change?.uid === undefined || !deletes(step, 'hook-succeeded', run)) continue;
    run.changes.set(step.id, { ...change, uid: await remove(step, change.uid, run) });
  }
}

function deletes({ hook, ref }: PlanStep, policy: 'hook-succeeded' | 'hook-failed', { context }: Execution): boolean {
  if (ref.kind === 'CustomResourceDefinition') return false;
  const removesAll = context.operation.kind === 'uninstall' && policy === 'hook-succeeded';
  return removesAll || hook?.deletePolicies.includes(policy) === true;
}

async function remove(step: PlanStep, uid: string | undefined, run: Execution): Promise<string | undefined> {
  if (uid === undefined) return undefined;
  await run.journal.fence();
  const held: string[] = [];
  await run.cluster.delete(step.ref, { propagation: 'background', uid, onHeld: ({ metadata }) => { held.push(metadata.uid ?? ''); } });
  if (held.length === 0) return undefined;
  return (await awaitGone(step, uid, run)) === 'gone' ? undefined : uid;
}
