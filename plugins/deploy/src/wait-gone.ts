import type { KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import type { Execution } from './deployer.ts';
import { errors } from './errors.ts';

/**
 * Waits until the object of the step is gone; another object of the same name counts as gone.
 *
 * @returns the uid if it is still there and nobody asked to wait, else undefined
 * @throws DEPLOY_NOT_GONE with the finalizers that hold it
 */
export async function waitGone(step: PlanStep, run: Execution): Promise<string | undefined> {
  const { cluster, context, clock, deadline, timeout } = run;
  const uid = step.live?.uid;
  const isGone = (object: KubernetesObject | undefined) => object === undefined || object.metadata.uid !== uid;
  const now = await cluster.get(step.ref);
  if (isGone(now)) return undefined;
  const patient = context.operation.kind === 'uninstall' || step.action === 'recreate' || run.plan.wait;
  if (!patient || !cluster.observable) return uid;
  context.emit({ type: 'step-progress', ref: step.ref, message: 'waiting until it is gone' });
  try {
    await cluster.waitFor(step.ref, isGone, { timeout: Math.max(1, deadline - clock.now()), signal: context.signal });
    return undefined;
  } catch (error) {
    context.signal.throwIfAborted();
    if ((error as { code?: unknown }).code !== 'CLUSTER_WAIT_TIMEOUT') throw error;
    const left = await cluster.get(step.ref);
    if (isGone(left)) return undefined;
    throw errors.NOT_GONE(step.ref, left?.metadata.finalizers ?? [], timeout / 1000);
  }
}
