import type { KubernetesObject } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';
import { conditionOf, listAt, textAt, wordsOf } from '../readiness/object-status.ts';
import { entryFor, familyOf } from './catalogue.ts';
import type { ContainerTrouble } from './containers.ts';
import { containerTroubles } from './containers.ts';
import type { Finding } from './finding.ts';

const ROLES: Readonly<Record<ContainerTrouble['role'], string>> = Object.freeze({ init: 'init container', sidecar: 'sidecar', main: 'container' });

/**
 * What is wrong with a pod. One that is going away tells nothing: its containers end because they are told to, in a
 * drained node's pods as in those of the revision before.
 *
 * @param above the links of the chain from the judged object down to the pod
 */
export function podFindings(pod: KubernetesObject, above: readonly Cause[]): readonly Finding[] {
  if (pod.metadata.deletionTimestamp !== undefined || isOver(pod)) return [];
  const unscheduled = schedulingFinding(pod, above);
  if (unscheduled !== undefined) return [unscheduled];
  return containerTroubles(pod).flatMap((trouble) => (entryFor(trouble.reason) === undefined ? [] : [containerFinding(pod, trouble, above)]));
}

/** Of a pod that has ended its owner says what that means: a Job counts it, a ReplicaSet makes another one. */
function isOver(pod: KubernetesObject): boolean {
  const phase = textAt(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

/** A pod that waits for a volume is the volume's affair: provisioners take their time. */
function schedulingFinding(pod: KubernetesObject, above: readonly Cause[]): Finding | undefined {
  const condition = conditionOf(pod, 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') return undefined;
  const message = wordsOf(condition, 'no node fits');
  const waitsForVolume = /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "/u.test(message);
  return {
    key: `${pod.metadata.uid}/Unschedulable`,
    reason: 'Unschedulable',
    message: `${formatRef(refOf(pod))} finds no node: ${message}`,
    times: 0,
    chain: [...above, podLink(pod, 'Unschedulable', message)],
    pod,
    ...(waitsForVolume && { graceMs: Infinity }),
  };
}

function containerFinding(pod: KubernetesObject, trouble: ContainerTrouble, above: readonly Cause[]): Finding {
  const { container, role, reason, message, restarts, previous } = trouble;
  const counted = restarts === 0 ? message : `${message}${message === '' ? '' : ', '}${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
  const what = `${ROLES[role]} ${container}`;
  return {
    key: `${pod.metadata.uid}/${container}/${familyOf(reason)}`,
    reason,
    message: `${what} of ${formatRef(refOf(pod))}: ${reason}${counted === '' ? '' : `: ${counted}`}`,
    times: restarts,
    chain: [...above, podLink(pod, textAt(pod, 'status', 'phase') ?? 'Pending', ''), { what, reason, message: counted }],
    pod,
    container,
    previous,
  };
}

function podLink(pod: KubernetesObject, reason: string, message: string): Cause {
  return { what: formatRef(refOf(pod)), reason, message };
}

/** A pod that runs and does not become ready: no finding, but what to look at when the time is over. */
export function unreadyLinks(pod: KubernetesObject, above: readonly Cause[]): readonly Cause[] {
  const condition = conditionOf(pod, 'Ready');
  if (condition?.status === 'True' || pod.metadata.deletionTimestamp !== undefined || isOver(pod)) return [];
  const unready = listAt<{ name: string; ready?: boolean }>(pod, 'status', 'containerStatuses').filter(({ ready }) => ready !== true);
  const link = podLink(pod, textAt(pod, 'status', 'phase') ?? 'Pending', wordsOf(condition, ''));
  return [...above, link, ...unready.slice(0, 1).map(({ name }) => ({ what: `container ${name}`, reason: 'NotReady', message: 'runs, but is not ready' }))];
}
