import type { KubernetesObject } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';
import { countAt, kindKey, listAt, textAt } from '../readiness/object-status.ts';
import { isPull } from './catalogue.ts';
import { creationFinding } from './creation.ts';
import type { Family } from './family.ts';
import type { Finding } from './finding.ts';
import type { Descent } from './new-revision.ts';
import { newRevision } from './new-revision.ts';
import { podFindings, unreadyLinks } from './pods.ts';

/** What a look below an object brings. */
export interface Look {
  readonly findings: readonly Finding[];
  /** Where it hangs although nothing is wrong: the chain for a time that ran out. */
  readonly unready: readonly Cause[];
}

const NOTHING: Look = Object.freeze({ findings: [], unready: [] });

/**
 * Looks for what is wrong below a workload whose own status tells of progress.
 *
 * @param progressDeadline milliseconds without progress after which kinds without a deadline of their own have failed
 */
export function lookBelow(object: KubernetesObject, family: Family, progressDeadline: number): Look {
  const descent = newRevision(object, family);
  if (descent === undefined) return NOTHING;
  const refused = creationFinding(descent, family);
  const below = descent.pods.flatMap((pod) => podFindings(pod, descent.above)).map((finding) => withPulls(finding, family));
  const late = lateFinding(object, progressDeadline, descent);
  const findings = [...(refused === undefined ? [] : [refused]), ...below, ...(late === undefined ? [] : [late])];
  return { findings, unready: hangingLinks(descent) };
}

function hangingLinks({ pods, above }: Descent): readonly Cause[] {
  return [...pods.map((pod) => endedLinks(pod, above)), ...pods.map((pod) => unreadyLinks(pod, above))].find((links) => links.length > 0) ?? [];
}

/** The events of the kubelet count pulls that no status has shown. */
function withPulls(finding: Finding, family: Family): Finding {
  if (!isPull(finding.reason)) return finding;
  const pulls = family.eventsAbout(finding.pod?.metadata.uid).filter((event) => isFailedPull(event, finding.container));
  return { ...finding, times: pulls.reduce((sum, event) => sum + countAt(event, ['count'], 1), 0) };
}

function isFailedPull(event: KubernetesObject, container: string | undefined): boolean {
  const path = textAt(event, 'involvedObject', 'fieldPath') ?? '';
  return path.endsWith(`{${container}}`) && (textAt(event, 'message') ?? '').startsWith('Failed to pull image');
}

/** A Deployment has its own deadline, these have none: a pod that never becomes ready would be waited for in silence. */
const WITHOUT_DEADLINE: ReadonlySet<string> = new Set(['apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', '/ReplicationController']);

function lateFinding(object: KubernetesObject, graceMs: number, descent: Descent): Finding | undefined {
  if (!WITHOUT_DEADLINE.has(kindKey(object))) return undefined;
  const what = formatRef(refOf(object));
  return {
    key: `${object.metadata.uid}/progress/${progressOf(object)}`,
    reason: 'ProgressDeadlineExceeded',
    message: `${what} has made no progress for ${Math.round(graceMs / 1000)} s`,
    times: 0,
    chain: hangingLinks(descent),
    graceMs,
  };
}

/** Changes with every step of a rollout, so that the deadline counts from the last one. */
function progressOf(object: KubernetesObject): string {
  const counts = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'updatedNumberScheduled', 'numberReady', 'numberAvailable'];
  return counts.map((name) => countAt(object, ['status', name])).join('.');
}

interface Ended {
  readonly name: string;
  readonly state?: { readonly terminated?: { readonly exitCode?: number; readonly reason?: string } };
}

/** The container by which a pod has failed for good: what stands at the end of a failed Job's chain. */
function endedLinks(pod: KubernetesObject, above: readonly Cause[]): readonly Cause[] {
  if (textAt(pod, 'status', 'phase') !== 'Failed') return [];
  const statuses = [...listAt<Ended>(pod, 'status', 'initContainerStatuses'), ...listAt<Ended>(pod, 'status', 'containerStatuses')];
  const ended = statuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  const link = { what: formatRef(refOf(pod)), reason: textAt(pod, 'status', 'reason') ?? 'Failed', message: textAt(pod, 'status', 'message') ?? '' };
  if (ended === undefined) return [...above, link];
  const { exitCode, reason = 'Error' } = ended.state?.terminated ?? {};
  return [...above, link, { what: `container ${ended.name}`, reason, message: `ended with exit code ${exitCode}` }];
}
