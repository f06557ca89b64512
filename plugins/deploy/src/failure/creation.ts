import type { KubernetesObject } from '@sherpack/plugin-api';
import { formatRef, refOf, valueAt } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';
import { conditionOf, countAt, kindKey, textAt, wordsOf } from '../readiness/object-status.ts';
import type { Family } from './family.ts';
import type { Finding } from './finding.ts';
import type { Descent } from './new-revision.ts';

/**
 * Pods that the cluster refuses to make: quota, pod security, a webhook. A ReplicaSet has a condition for it that goes
 * when the trouble goes; the other makers of pods have events only, which a pod made later refutes.
 */
export function creationFinding({ maker, above, pods }: Descent, family: Family): Finding | undefined {
  const condition = conditionOf(maker, 'ReplicaFailure');
  if (condition?.status === 'True') return finding(maker, above, wordsOf(condition, 'pods cannot be made'), condition.reason ?? 'FailedCreate');
  if (!MAKERS.has(kindKey(maker)) || pods.length >= wantedPods(maker)) return undefined;
  const event = family.newsAbout(maker.metadata.uid).findLast((each) => each['reason'] === 'FailedCreate');
  if (event === undefined || pods.some((pod) => (pod.metadata.creationTimestamp ?? '') > timeOf(event))) return undefined;
  return finding(maker, above, textAt(event, 'message') ?? 'pods cannot be made', 'FailedCreate');
}

const MAKERS: ReadonlySet<string> = new Set(['apps/StatefulSet', 'apps/DaemonSet', 'batch/Job']);

function wantedPods(maker: KubernetesObject): number {
  switch (kindKey(maker)) {
    case 'apps/DaemonSet': return countAt(maker, ['status', 'desiredNumberScheduled'], 1);
    case 'batch/Job': return valueAt(maker, ['spec', 'suspend']) === true ? 0 : 1;
    default: return countAt(maker, ['spec', 'replicas'], 1);
  }
}

function timeOf(event: KubernetesObject): string {
  return textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? '';
}

function finding(maker: KubernetesObject, above: readonly Cause[], message: string, reason: string): Finding {
  const what = formatRef(refOf(maker));
  const chain = [...above.slice(0, -1), { what, reason, message }];
  return { key: `${maker.metadata.uid}/FailedCreate`, reason: 'FailedCreate', message: `${what} cannot make its pods: ${message}`, times: 0, chain };
}
