import type { KubernetesObject } from '@sherpack/plugin-api';
import { listAt, textAt } from '../readiness/object-status.ts';

interface State {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: { readonly exitCode?: number; readonly reason?: string; readonly message?: string; readonly signal?: number };
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly state?: State;
  readonly lastState?: State;
}

export interface ContainerTrouble {
  readonly container: string;
  readonly role: 'init' | 'sidecar' | 'main';
  readonly reason: string;
  readonly message: string;
  readonly restarts: number;
  readonly previous: boolean;
}

/** Reasons for waiting that are a container's ordinary life. */
const ORDINARY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/**
 * What is wrong with the containers of a pod, in the order of their start. Ephemeral containers are left out: people put
 * them there to look around, and what becomes of them says nothing of the pod.
 */
export function containerTroubles(pod: KubernetesObject): readonly ContainerTrouble[] {
  const sidecars = new Set(listAt<{ name: string; restartPolicy?: string }>(pod, 'spec', 'initContainers').filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const init = listAt<ContainerStatus>(pod, 'status', 'initContainerStatuses').map((status) => troubleOf(pod, status, sidecars.has(status.name) ? 'sidecar' : 'init'));
  const main = listAt<ContainerStatus>(pod, 'status', 'containerStatuses').map((status) => troubleOf(pod, status, 'main'));
  return [...init, ...main].filter((trouble) => trouble !== undefined);
}

function troubleOf(pod: KubernetesObject, status: ContainerStatus, role: ContainerTrouble['role']): ContainerTrouble | undefined {
  const { reason, message } = status.state?.waiting ?? {};
  if (reason !== undefined && ORDINARY.has(reason) && !hasCrashed(status)) return undefined;
  if (reason !== undefined && !ORDINARY.has(reason)) return trouble(status, role, reason, reason === 'CrashLoopBackOff' ? endOf(status) : message ?? '');
  if (isUnwell(pod, status, role)) return trouble(status, role, 'CrashLoopBackOff', endOf(status));
  return undefined;
}

/** Between two crashes a container runs for a moment; that it is up again does not mean that it is well. */
function isUnwell(pod: KubernetesObject, status: ContainerStatus, role: ContainerTrouble['role']): boolean {
  if (status.ready === true) return false;
  if (status.state?.terminated !== undefined) return failedEnd(status.state) && restarts(pod, role);
  return hasCrashed(status);
}

function hasCrashed({ lastState, restartCount = 0 }: ContainerStatus): boolean {
  return restartCount > 0 && failedEnd(lastState);
}

function failedEnd(state: State | undefined): boolean {
  return state?.terminated !== undefined && state.terminated.exitCode !== 0;
}

function restarts(pod: KubernetesObject, role: ContainerTrouble['role']): boolean {
  return role === 'sidecar' || textAt(pod, 'spec', 'restartPolicy') !== 'Never';
}

function endOf({ state, lastState }: ContainerStatus): string {
  const end = state?.terminated ?? lastState?.terminated;
  if (end === undefined) return 'it keeps ending';
  const why = end.reason === undefined || end.reason === 'Error' ? '' : ` (${end.reason})`;
  return `ended with exit code ${end.exitCode ?? '?'}${why}${end.message === undefined ? '' : `: ${lastLine(end.message)}`}`;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function trouble(status: ContainerStatus, role: ContainerTrouble['role'], reason: string, message: string): ContainerTrouble {
  const { name, restartCount = 0, state } = status;
  return { container: name, role, reason, message, restarts: restartCount, previous: state?.terminated === undefined && restartCount > 0 };
}
