import type { KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import { ANNOTATIONS } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Execution } from './execution.ts';

/**
 * Waits until the object of the step is gone; another object of the same name counts as gone.
 *
 * @throws DEPLOY_NOT_GONE with the finalizers that hold it
 */
export async function awaitGone(step: PlanStep, uid: string | undefined, run: Execution): Promise<'gone' | 'called-off'> {
  if (!run.cluster.observable) return 'gone';
  const seen: { object: KubernetesObject | undefined; gone: boolean } = { object: undefined, gone: false };
  const done = new AbortController();
  const limit = step.ready.timeout ?? Math.max(1, run.deadline - run.clock.now());
  const alarm = run.clock.sleep(limit, done.signal).then(() => done.abort(), () => undefined);
  function listen(object: KubernetesObject | undefined): void {
    seen.object = object;
    seen.gone = object === undefined || (uid !== undefined && uid !== '' && object.metadata.uid !== uid);
    if (seen.gone) done.abort();
  }
  try {
    await run.objects.follow(step.ref, listen, { signal: AbortSignal.any([done.signal, run.over]), labelSelector: selectorOf(step, run), leaving: uid ?? '' });
  } finally {
    done.abort();
    await alarm;
  }
  if (seen.gone) return 'gone';
  if (run.over.aborted) return 'called-off';
  throw errors.NOT_GONE(step.ref, seen.object?.metadata.finalizers ?? [], limit / 1000);
}

/** Definitions carry no mark. */
function selectorOf({ ref }: PlanStep, { plan }: Execution): string | undefined {
  return ref.kind === 'CustomResourceDefinition' ? undefined : `${ANNOTATIONS.releaseUid}=${plan.releaseUid}`;
}
