import type { JsonObject, KubernetesObject } from '@sherpack/plugin-api';
import { failureOf, isObject } from '@sherpack/plugin-api';
import type { OwnedField } from './rules.ts';

// apimachinery `pkg/util/managedfields/internal/conflict.go`, printManager.
const CONFLICT = /^conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?(?: using \S+)?(?: at (\S+))?$/;

/** The fields that a refused apply states and others own; empty when it was refused for another reason. */
export function conflictsIn(error: unknown): readonly OwnedField[] {
  const details = failureOf(error)?.body?.['details'];
  const causes = isObject(details) && Array.isArray(details['causes']) ? details['causes'].filter(isObject) : [];
  return causes.filter(({ reason }) => reason === 'FieldManagerConflict').map(ownedField);
}

function ownedField(cause: JsonObject): OwnedField {
  const message = String(cause['message'] ?? '');
  const [, manager, subresource, time] = CONFLICT.exec(message) ?? [];
  return {
    field: String(cause['field'] ?? ''),
    manager: manager === undefined ? message : unquote(manager),
    ...(subresource === undefined ? {} : { subresource: unquote(subresource) }),
    ...(time === undefined ? {} : { time }),
  };
}

// Go's %q is JSON for all that a manager's name may hold but control characters.
function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** `.spec.replicas, owned by "kube-controller-manager" through scale since 2026-01-01T00:00:00Z` */
export function describeOwner({ field, manager, subresource, time }: OwnedField, live: KubernetesObject | undefined): string {
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
