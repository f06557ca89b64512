import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { deleteObject, type DeleteOptions } from './delete.ts';
import { matchesLabelSelector } from './selectors.ts';
import { StatusError } from './status-error.ts';
import { liveObject } from './write.ts';

const bucket = 'poddisruptionbudgets.policy';

/** Deletes a pod if its disruption budget allows it, and takes it off the budget (registry/core/pod/storage/eviction.go). */
export function evictPod(ctx: ServerContext, target: Target, options: DeleteOptions): void {
  const pod = liveObject(ctx, target);
  if (isCounted(pod)) spendBudget(ctx, pod, options.dryRun === true);
  deleteObject(ctx, target, options);
}

function isCounted(pod: KubeObject): boolean {
  return readString(pod, 'status', 'phase') === 'Running' && pod.metadata.deletionTimestamp === undefined;
}

function spendBudget(ctx: ServerContext, pod: KubeObject, isDryRun: boolean): void {
  const namespace = pod.metadata.namespace ?? '';
  const budgets = ctx.store.list(bucket, namespace).filter((budget) => matchesLabelSelector(read(budget, 'spec', 'selector'), pod.metadata.labels));
  if (budgets.length > 1) throw new StatusError(500, 'InternalError', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const [budget] = budgets;
  if (!budget) return;
  const allowed = readNumber(budget, 'status', 'disruptionsAllowed') ?? 0;
  const isHealthy = readList(pod, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True');
  if (!isHealthy && mayEvictUnhealthy(budget)) return;
  if (allowed <= 0) throw refusal(budget);
  if (isDryRun) return;
  const disruptedPods = { ...readObject(budget, 'status', 'disruptedPods'), [pod.metadata.name ?? '']: timestamp(ctx.clock.now()) };
  ctx.store.put({ bucket, namespace, name: budget.metadata.name ?? '' }, { ...budget, status: { ...readObject(budget, 'status'), disruptionsAllowed: allowed - 1, disruptedPods } });
}

/** By default an unhealthy pod may go while the application has enough healthy ones. */
function mayEvictUnhealthy(budget: KubeObject): boolean {
  if (readString(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const healthy = readNumber(budget, 'status', 'currentHealthy') ?? 0;
  const desired = readNumber(budget, 'status', 'desiredHealthy') ?? 0;
  return desired > 0 && healthy >= desired;
}

function refusal(budget: KubeObject): StatusError {
  const [desired, healthy] = [readNumber(budget, 'status', 'desiredHealthy') ?? 0, readNumber(budget, 'status', 'currentHealthy') ?? 0];
  const message = `The disruption budget ${budget.metadata.name ?? ''} needs ${desired} healthy pods and has ${healthy} currently`;
  return new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", { causes: [{ reason: 'DisruptionBudget', message } as never] });
}
