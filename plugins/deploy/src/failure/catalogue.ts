import type { FailureClass } from '../readiness/contract.ts';

/** How one way of failing is taken. */
export interface Entry {
  /** While neither limit is reached. `terminal` entries with a grace become so when it is over. */
  readonly class: FailureClass;
  /** Milliseconds that it must have lasted. */
  readonly graceMs: number;
  /** How often it must have happened: restarts of a container, failed pulls of an image. */
  readonly times: number;
  /** Milliseconds after which it counts however seldom it was seen: not every repetition reaches a status. */
  readonly latestMs?: number;
  /** A crash may be the fault of something that is itself starting; a name that does not exist may not. */
  readonly forgivable?: boolean;
  /** What to do, in the imperative. */
  readonly hint: string;
}

const IMAGE = 'Correct the name and tag of the image, and see that the registry lets the nodes in (imagePullSecrets).';
const CRASH = 'Read the container\'s log ("kubectl logs --previous"), correct the cause and upgrade, or go back with "sherpack rollback".';
const REFUSED = 'Make room or change the pods so that the cluster takes them, then run the command again.';

const PULL: Entry = { class: 'suspicious', graceMs: 0, times: 2, latestMs: 30_000, hint: IMAGE };
const CRASHED: Entry = { class: 'suspicious', graceMs: 15_000, times: 3, forgivable: true, hint: CRASH };

/**
 * Reasons that the kubelet, the scheduler and controllers give, and what they mean for a deployment. Reasons of the
 * kubelet: pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/container/sync_result.go.
 * A kubelet pulls again after 10 s and 20 s more, and restarts at once, then after 10, 20, 40 s, so that three restarts
 * are at least half a minute; the time is a floor for kubelets that are set to be quicker.
 */
const CATALOGUE: Readonly<Record<string, Entry>> = Object.freeze({
  ErrImageNeverPull: { class: 'terminal', graceMs: 0, times: 0, hint: 'Load the image onto the nodes, or set imagePullPolicy to IfNotPresent.' },
  InvalidImageName: { class: 'terminal', graceMs: 0, times: 0, hint: 'Correct the name of the image; it is no valid reference.' },
  CreateContainerConfigError: { class: 'terminal', graceMs: 0, times: 0, hint: 'Create the ConfigMap, Secret or key that the container refers to, or correct the reference.' },
  ErrImagePull: PULL,
  ImagePullBackOff: PULL,
  ImageInspectError: PULL,
  RegistryUnavailable: PULL,
  SignatureValidationFailed: PULL,
  CrashLoopBackOff: CRASHED,
  CreateContainerError: { ...CRASHED, times: 0, hint: 'Correct what the container runtime says: command, mounts or security context.' },
  RunContainerError: { ...CRASHED, times: 0, hint: 'Correct what the container runtime says: command, mounts or security context.' },
  PostStartHookError: CRASHED,
  Unschedulable: { class: 'suspicious', graceMs: 30_000, times: 0, hint: 'Make room on the nodes, or correct requests, node selector, affinity and tolerations.' },
  FailedCreate: { class: 'terminal', graceMs: 10_000, times: 0, hint: REFUSED },
  ProgressDeadlineExceeded: { class: 'suspicious', graceMs: 600_000, times: 0, hint: 'Look at the readiness probe and at what the containers wait for.' },
});

export function entryFor(reason: string): Entry | undefined {
  return Object.hasOwn(CATALOGUE, reason) ? CATALOGUE[reason] : undefined;
}

/** For the documentation, which a test holds against this table. */
export function catalogue(): readonly (readonly [reason: string, entry: Entry])[] {
  return Object.entries(CATALOGUE);
}

/** Reasons that are one trouble under several names: a pull that fails and the pause after it. */
export function familyOf(reason: string): string {
  return isPull(reason) ? 'ImagePullBackOff' : reason;
}

export function isPull(reason: string): boolean {
  return entryFor(reason) === PULL;
}
