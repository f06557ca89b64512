import type { Change, DeleteOptions, KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import { ANNOTATIONS, formatRef } from '@sherpack/plugin-api';
import type { Execution } from './execution.ts';

const ATTEMPTS = 8;

/** What the server itself sets while it deletes dependents. */
const OF_THE_DELETION: ReadonlySet<string> = new Set(['foregroundDeletion', 'orphan']);

/**
 * Deletes exactly the object that the plan saw, in the version that it saw. A status that is written meanwhile is no
 * obstacle; what another release has taken over meanwhile is left to it.
 */
export async function removeBound(step: PlanStep, run: Execution): Promise<Pick<Change, 'action' | 'uid'>> {
  const uid = step.live?.uid === '' ? undefined : step.live?.uid;
  let resourceVersion = step.live?.resourceVersion === '' ? undefined : step.live?.resourceVersion;
  for (let attempt = 1; ; attempt += 1) {
    await run.journal.fence();
    try {
      return await remove(step, { uid, resourceVersion }, run);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
    }
    const now = await run.cluster.get(step.ref);
    // Another object of the same name is none of ours: ours is gone.
    if (now === undefined || (uid !== undefined && now.metadata.uid !== uid)) return { action: 'deleted', uid: undefined };
    if (!isStillOurs(now, run)) {
      run.context.emit({ type: 'warning', message: `${formatRef(step.ref)} is left alone: it no longer belongs to the release` });
      return { action: 'skipped', uid: undefined };
    }
    resourceVersion = now.metadata.resourceVersion;
  }
}

async function remove(step: PlanStep, precondition: Pick<DeleteOptions, 'uid' | 'resourceVersion'>, run: Execution): Promise<Pick<Change, 'action' | 'uid'>> {
  let held: KubernetesObject | undefined;
  await run.cluster.delete(step.ref, { propagation: propagationOf(run), ...precondition, onHeld: (object) => { held = object; } });
  const finalizers = (held?.metadata.finalizers ?? []).filter((name) => !OF_THE_DELETION.has(name));
  if (finalizers.length > 0) run.context.emit({ type: 'warning', message: `${formatRef(step.ref)} is deleted and waits for ${finalizers.join(', ')}; it stays on record until it is gone` });
  return { action: 'deleted', uid: held?.metadata.uid };
}

/** Definitions carry no mark. */
function isStillOurs({ kind, metadata }: KubernetesObject, { plan }: Execution): boolean {
  return kind === 'CustomResourceDefinition' || metadata.labels?.[ANNOTATIONS.releaseUid] === plan.releaseUid;
}

/** Waiting for dependents needs the foreground: the object then goes last. */
function propagationOf({ context }: Execution): NonNullable<DeleteOptions['propagation']> {
  const { cascade, wait } = context.operation.flags as { cascade?: unknown; wait?: unknown };
  if (cascade === 'orphan' || cascade === 'foreground' || cascade === 'background') return cascade;
  return wait === true ? 'foreground' : 'background';
}
