/** The annotations and labels that Sherpack writes and reads. */
export const ANNOTATIONS = Object.freeze({
  /** Label and annotation: unique per release life; ownership is decided by it, never guessed from `managed-by`. */
  releaseUid: 'sherpack.io/release-uid',
  releaseName: 'sherpack.io/release-name',
  releaseNamespace: 'sherpack.io/release-namespace',
  resourcePolicy: 'sherpack.io/resource-policy',
  helmResourcePolicy: 'helm.sh/resource-policy',
  managedBy: 'app.kubernetes.io/managed-by',
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
