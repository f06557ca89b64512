import { read, readList, readNumber, readObject, readString } from '../../schemas/json-path.ts';
import type { KubeObject } from '../api-types.ts';
import { ageOf } from './age.ts';
import { none, type Cells } from './cell.ts';

type Json = Record<string, unknown>;

/** Cells of `kubectl get pods` (printPod in pkg/printers/internalversion/printers.go). */
export const podCells: Cells = {
  Ready: (pod) => `${readyCount(pod)}/${readList(pod, 'spec', 'containers').length + sidecars(pod).size}`,
  Status: statusCell,
  Restarts: restartsCell,
  IP: (pod) => none(readString(pod, 'status', 'podIP')),
  Node: (pod) => none(readString(pod, 'spec', 'nodeName')),
  'Nominated Node': (pod) => none(readString(pod, 'status', 'nominatedNodeName')),
  'Readiness Gates': gatesCell,
};

function statuses(pod: KubeObject): readonly Json[] {
  return readList(pod, 'status', 'containerStatuses');
}

function initStatuses(pod: KubeObject): readonly Json[] {
  return readList(pod, 'status', 'initContainerStatuses');
}

/** Names of the init containers that run on beside the others. */
function sidecars(pod: KubeObject): ReadonlySet<string> {
  return new Set(readList(pod, 'spec', 'initContainers').filter((container) => container['restartPolicy'] === 'Always').map((container) => String(container['name'])));
}

function readyCount(pod: KubeObject): number {
  const beside = sidecars(pod);
  const ready = initStatuses(pod).filter((status) => beside.has(String(status['name'])) && status['started'] === true && status['ready'] === true).length;
  return initialReason(pod) === undefined || isInitialized(pod) ? ready + statuses(pod).filter(runsReady).length : ready;
}

function runsReady(status: Json): boolean {
  return status['ready'] === true && readObject(status, 'state', 'running') !== undefined;
}

function isInitialized(pod: KubeObject): boolean {
  return hasCondition(pod, 'Initialized');
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return readList(pod, 'status', 'conditions').some((condition) => condition['type'] === type && condition['status'] === 'True');
}

function statusCell(pod: KubeObject): string {
  const phase = readString(pod, 'status', 'phase') ?? '';
  if (pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded' && phase !== 'Failed') return read(pod, 'status', 'reason') === 'NodeLost' ? 'Unknown' : 'Terminating';
  const isGated = readList(pod, 'status', 'conditions').some((condition) => condition['type'] === 'PodScheduled' && condition['reason'] === 'SchedulingGated');
  const base = isGated ? 'SchedulingGated' : (readString(pod, 'status', 'reason') ?? phase);
  const initial = initialReason(pod);
  return initial !== undefined && !isInitialized(pod) ? initial : containersReason(pod, initial ?? base);
}

/** The first container that has something to say; one that runs beside a completed one keeps the pod going. */
function containersReason(pod: KubeObject, base: string): string {
  const reason = statuses(pod).map(containerReason).find((found) => found !== undefined) ?? base;
  if (reason !== 'Completed' || !statuses(pod).some(runsReady)) return reason;
  return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function containerReason(status: Json): string | undefined {
  return readString(status, 'state', 'waiting', 'reason') || terminatedReason(readObject(status, 'state', 'terminated'));
}

function terminatedReason(terminated: Json | undefined): string | undefined {
  if (!terminated) return undefined;
  const reason = readString(terminated, 'reason');
  if (reason) return reason;
  return terminated['signal'] ? `Signal:${String(terminated['signal'])}` : `ExitCode:${String(terminated['exitCode'] ?? 0)}`;
}

/** The first init container that is not done decides. */
function initialReason(pod: KubeObject): string | undefined {
  const beside = sidecars(pod);
  const all = initStatuses(pod);
  const index = all.findIndex((status) => readNumber(status, 'state', 'terminated', 'exitCode') !== 0 && !(beside.has(String(status['name'])) && status['started'] === true));
  const status = all[index];
  if (!status) return undefined;
  const failed = terminatedReason(readObject(status, 'state', 'terminated'));
  if (failed !== undefined) return `Init:${failed}`;
  const waiting = readString(status, 'state', 'waiting', 'reason');
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${readList(pod, 'spec', 'initContainers').length}`;
}

function restartsCell(pod: KubeObject, now: number): string {
  const isUp = initialReason(pod) === undefined || isInitialized(pod);
  const beside = sidecars(pod);
  const init = initStatuses(pod).filter((status) => !isUp || beside.has(String(status['name'])));
  const counted = isUp ? [...init, ...statuses(pod)] : init;
  const restarts = counted.reduce((sum, status) => sum + (readNumber(status, 'restartCount') ?? 0), 0);
  const last = counted.flatMap((status) => readString(status, 'lastState', 'terminated', 'finishedAt') ?? []).toSorted().at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${ageOf(last, now)} ago)`;
}

function gatesCell(pod: KubeObject): string {
  const gates = readList(pod, 'spec', 'readinessGates').map((gate) => String(gate['conditionType']));
  return gates.length === 0 ? '<none>' : `${gates.filter((type) => hasCondition(pod, type)).length}/${gates.length}`;
}
