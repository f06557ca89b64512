import type { KubernetesObject, ReadCluster } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';
import { textAt } from '../readiness/object-status.ts';
import type { Family } from './family.ts';
import type { Finding } from './finding.ts';

/** A log may be as long as it likes; what is shown of it is not. */
const LINES = 3;
const WIDEST = 400;

/** What the cluster itself said last of the trouble: the container's last lines, else the last warning about the pod. */
export async function evidenceFor(finding: Pick<Finding, 'pod' | 'container' | 'previous'>, family: Family, cluster: Pick<ReadCluster, 'logs'>, signal: AbortSignal): Promise<readonly Cause[]> {
  const { pod, container } = finding;
  if (pod === undefined) return [];
  const lines = container === undefined ? [] : await logLines(finding, cluster, signal);
  if (lines.length > 0) return lines.map((line) => ({ what: 'log', reason: '', message: line }));
  const event = lastEvent(pod, container, family);
  return event === undefined ? [] : [{ what: `event ${textAt(event, 'reason') ?? ''}`.trim(), reason: '', message: textAt(event, 'message') ?? '' }];
}

function lastEvent(pod: KubernetesObject, container: string | undefined, family: Family): KubernetesObject | undefined {
  const events = family.eventsAbout(pod.metadata.uid);
  const own = events.filter((event) => textAt(event, 'involvedObject', 'fieldPath')?.endsWith(`{${container}}`) === true);
  const told = own.length > 0 ? own : events;
  return told.findLast((event) => !isRepetition(event)) ?? told.at(-1);
}

/** `Error: ImagePullBackOff` says once more what the container's state says. */
function isRepetition(event: KubernetesObject): boolean {
  return /^Error: \w+$/u.test(textAt(event, 'message') ?? '');
}

/** Nothing when logs may not be read or there is none: the finding alone is news enough. */
async function logLines({ pod, container, previous }: Pick<Finding, 'pod' | 'container' | 'previous'>, cluster: Pick<ReadCluster, 'logs'>, signal: AbortSignal): Promise<readonly string[]> {
  if (pod === undefined) return [];
  const options = { container, tailLines: LINES, signal };
  const text = await cluster.logs(refOf(pod), { ...options, previous: previous === true }).catch(() => undefined)
    ?? await cluster.logs(refOf(pod), options).catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '').slice(-LINES);
  return lines.map((line) => (line.length > WIDEST ? `${line.slice(0, WIDEST)}…` : line));
}
