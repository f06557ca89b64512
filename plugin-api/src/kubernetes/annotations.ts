/** The annotations and labels that Sherpack writes and reads. */
export const ANNOTATIONS = Object.freeze({
  /** Label and annotation: unique per release life; ownership is decided by it, never guessed from `managed-by`. */
  releaseUid: 'sherpack.io/release-uid',
  releaseName: 'sherpack.io/release-name',
  releaseNamespace: 'sherpack.io/release-namespace',
  resourcePolicy: 'sherpack.io/resource-policy',
  helmResourcePolicy: 'helm.sh/resource-policy',
  managedBy: 'app.kubernetes.io/managed-by',
  /** Whether a barrier waits for the object: `false` leaves it out. */
  waitReady: 'sherpack.io/wait-ready',
  /** The opposite of {@link waitReady}, as Sherpack 0.4.0 spells it. */
  skipWait: 'sherpack.io/skip-wait',
  /** How long the object is waited for: `5m`. */
  timeout: 'sherpack.io/timeout',
  /** CEL; see the extension point `readiness-rule`. */
  readyWhen: 'sherpack.io/ready-when',
  failedWhen: 'sherpack.io/failed-when',
  /** How long a state that nobody confirms must have lasted: `10s`. */
  settle: 'sherpack.io/settle',
  /** For kinds without a deadline of their own: how long a rollout may make no progress. */
  progressDeadline: 'sherpack.io/progress-deadline',
});

interface Annotated { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } }

/** The first of several annotation names that the object carries; write the preferred name first. */
export function annotationOf(object: Annotated, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = object.metadata.annotations?.[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether prune and uninstall must leave the object alone. */
export function isKept(object: Annotated): boolean {
  return annotationOf(object, ANNOTATIONS.resourcePolicy, ANNOTATIONS.helmResourcePolicy)?.trim() === 'keep';
}
