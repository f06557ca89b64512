import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import { ageOf } from './age.ts';
import type { KubeObject } from './api-types.ts';
import type { Column } from './table-columns.ts';

type Json = Record<string, unknown>;

/** Columns of `kubectl get pods` (pkg/printers/internalversion printPod). */
export const podColumns: readonly Column[] = [
  { name: 'Ready', type: 'string', cell: (pod) => `${statuses(pod).filter((status) => status['ready'] === true).length}/${readList(pod, 'spec', 'containers').length}` },
  { name: 'Status', type: 'string', cell: statusCell },
  { name: 'Restarts', type: 'string', cell: restartsCell },
  { name: 'IP', type: 'string', priority: 1, cell: (pod) => readString(pod, 'status', 'podIP') ?? '<none>' },
  { name: 'Node', type: 'string', priority: 1, cell: (pod) => readString(pod, 'spec', 'nodeName') ?? '<none>' },
  { name: 'Nominated Node', type: 'string', priority: 1, cell: (pod) => readString(pod, 'status', 'nominatedNodeName') ?? '<none>' },
  { name: 'Readiness Gates', type: 'string', priority: 1, cell: () => '<none>' },
];

function statuses(pod: KubeObject): readonly Json[] {
  return readList(pod, 'status', 'containerStatuses');
}

function statusCell(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const initial = initStatus(pod);
  if (initial !== undefined) return initial;
  const base = readString(pod, 'status', 'reason') ?? readString(pod, 'status', 'phase') ?? 'Unknown';
  return statuses(pod).map(containerReason).findLast((reason) => reason !== undefined) ?? base;
}

function containerReason(status: Json): string | undefined {
  const waiting = readString(status, 'state', 'waiting', 'reason');
  if (waiting) return waiting;
  return terminatedReason(readObject(status, 'state', 'terminated'));
}

function terminatedReason(terminated: Json | undefined): string | undefined {
  if (!terminated) return undefined;
  const reason = readString(terminated, 'reason');
  if (reason) return reason;
  return terminated['signal'] ? `Signal:${String(terminated['signal'])}` : `ExitCode:${String(terminated['exitCode'])}`;
}

/** The first init container that is not done decides. */
function initStatus(pod: KubeObject): string | undefined {
  const all = readList(pod, 'status', 'initContainerStatuses');
  const index = all.findIndex((status) => readNumber(status, 'state', 'terminated', 'exitCode') !== 0);
  const status = all[index];
  if (!status) return undefined;
  const failed = terminatedReason(readObject(status, 'state', 'terminated'));
  if (failed !== undefined) return `Init:${failed}`;
  const waiting = readString(status, 'state', 'waiting', 'reason');
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${readList(pod, 'spec', 'initContainers').length}`;
}

function restartsCell(pod: KubeObject, now: number): string {
  const count = statuses(pod).reduce((sum, status) => sum + (readNumber(status, 'restartCount') ?? 0), 0);
  const last = statuses(pod).map((status) => read(status, 'lastState', 'terminated', 'finishedAt')).filter((time) => typeof time === 'string').toSorted().at(-1);
  return count === 0 || last === undefined ? String(count) : `${count} (${ageOf(String(last), now)} ago)`;
}
