import type { KubernetesObject } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';
import { conditionsOf, countAt, observedGeneration, textAt, wordsOf } from '../object-status.ts';
import { failed, progressing, ready, share } from '../verdicts.ts';
import type { JudgeTable } from './judge.ts';

/** Rules as in `kubectl rollout status` (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go), completed. */
export const workloads: JudgeTable = Object.freeze({
  'apps/Deployment': judgeDeployment,
  'apps/StatefulSet': judgeStatefulSet,
  'apps/DaemonSet': judgeDaemonSet,
  'apps/ReplicaSet': judgeReplicas,
  '/ReplicationController': judgeReplicas,
});

const UNSEEN = 'the controller has not seen it yet';

function judgeDeployment(object: KubernetesObject): Verdict {
  if (valueAt(object, ['spec', 'paused']) === true) return ready('paused; not waited for', 'is paused: its change is not rolled out before somebody resumes it');
  if (observedGeneration(object) === undefined) return progressing(UNSEEN);
  const late = conditionsOf(object).find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  if (late !== undefined) return failed(wordsOf(late, 'it made no progress in time'));
  const wanted = wantedReplicas(object);
  const updated = countAt(object, ['status', 'updatedReplicas']);
  if (updated < wanted) return progressing(`${updated} of ${wanted} replicas are of the new revision`);
  const old = countAt(object, ['status', 'replicas']) - updated;
  if (old > 0) return progressing(`${old} ${old === 1 ? 'replica' : 'replicas'} of the old revision still there`);
  return share(countAt(object, ['status', 'availableReplicas']), wanted, 'ready');
}

function judgeStatefulSet(object: KubernetesObject): Verdict {
  if (observedGeneration(object) === undefined) return progressing(UNSEEN);
  const wanted = wantedReplicas(object);
  const isReady = share(countAt(object, ['status', 'readyReplicas']), wanted, 'ready');
  const updated = countAt(object, ['status', 'updatedReplicas']);
  if (isOnDelete(object)) return updatedOnDelete(isReady, isCurrent(object) ? 0 : Math.max(0, wanted - updated));
  const partition = Math.min(wanted, countAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']));
  if (updated < wanted - partition) return progressing(`${updated} of ${wanted - partition} replicas are of the new revision`);
  if (isReady.state !== 'ready') return isReady;
  const available = share(countAt(object, ['status', 'availableReplicas'], wanted), wanted, 'available');
  if (available.state !== 'ready') return available;
  return partition === 0 ? isReady : ready(isReady.reason, `keeps ${partition} of ${wanted} replicas at the old revision (partition)`);
}

/** The update is complete; `updatedReplicas` is not always kept up when nothing was updated. */
function isCurrent(object: KubernetesObject): boolean {
  const revision = textAt(object, 'status', 'updateRevision');
  return revision !== undefined && revision === textAt(object, 'status', 'currentRevision');
}

function judgeDaemonSet(object: KubernetesObject): Verdict {
  if (observedGeneration(object) === undefined) return progressing(UNSEEN);
  const wanted = countAt(object, ['status', 'desiredNumberScheduled']);
  const available = share(countAt(object, ['status', 'numberAvailable']), wanted, 'ready');
  const updated = countAt(object, ['status', 'updatedNumberScheduled']);
  if (isOnDelete(object)) return updatedOnDelete(available, Math.max(0, wanted - updated));
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods are of the new revision`);
  return available;
}

function judgeReplicas(object: KubernetesObject): Verdict {
  if (observedGeneration(object) === undefined) return progressing(UNSEEN);
  const wanted = wantedReplicas(object);
  const spare = countAt(object, ['status', 'replicas']) - wanted;
  if (spare > 0) return progressing(`${spare} replicas too many`);
  return share(countAt(object, ['status', 'availableReplicas']), wanted, 'ready');
}

function isOnDelete(object: KubernetesObject): boolean {
  return textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
}

/** Nobody but a person replaces the pods, so they are reported and not waited for. */
function updatedOnDelete(isReady: Verdict, old: number): Verdict {
  if (old === 0 || isReady.state !== 'ready') return isReady;
  return ready(`${isReady.reason}; ${old} of the old revision`, `keeps ${old} pods of the old revision until somebody deletes them (OnDelete)`);
}

function wantedReplicas(object: KubernetesObject): number {
  return countAt(object, ['spec', 'replicas'], 1);
}
