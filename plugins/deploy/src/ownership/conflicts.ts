import type { FieldConflict, KubernetesObject } from '@sherpack/plugin-api';
import { failureOf, fieldConflicts } from '@sherpack/plugin-api';

/** The fields that a refused apply states and others own; empty when it was refused for another reason. */
export function conflictsIn(error: unknown): readonly FieldConflict[] {
  return fieldConflicts(failureOf(error));
}

/** `.spec.replicas, owned by "kube-controller-manager" through scale since 2026-01-01T00:00:00Z` */
export function describeOwner({ field, manager, subresource, time }: FieldConflict, live: KubernetesObject | undefined): string {
  const through = subresource === undefined || subresource === '' ? '' : ` through ${subresource}`;
  return `${field}, owned by "${manager}"${through}${since(time ?? timeOf(live, manager, subresource))}`;
}

function since(time: string | undefined): string {
  return time === undefined ? '' : ` since ${time}`;
}

/** Servers leave the time out of their refusal. */
function timeOf(live: KubernetesObject | undefined, manager: string, subresource = ''): string | undefined {
  return live?.metadata.managedFields?.find((entry) => entry.manager === manager && (entry.subresource ?? '') === subresource)?.time;
}
