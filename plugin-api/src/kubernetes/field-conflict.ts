import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ClusterFailure } from '../services/cluster-errors.ts';

/** A field that the applied object sets and another field manager owns. */
export interface FieldConflict {
  /** As the server writes it: `.spec.template.spec.containers[name="web"].image`. */
  readonly field: string;
  readonly manager: string;
  /** Given for managers that wrote with Update. */
  readonly apiVersion?: string;
  readonly subresource?: string;
  /** RFC 3339. */
  readonly time?: string;
}

// apimachinery `pkg/util/managedfields/internal/conflict.go`, printManager.
const CONFLICT = /^conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?(?: using (\S+))?(?: at (\S+))?$/;

/** The conflicts of a refused apply; empty when it was refused for another reason. */
export function fieldConflicts(failure: ClusterFailure | undefined): readonly FieldConflict[] {
  return causesOf(failure?.body)
    .filter((cause) => cause.reason === 'FieldManagerConflict')
    .map((cause) => ({ field: cause.field, ...managerOf(cause.message) }));
}

function managerOf(message: string): Omit<FieldConflict, 'field'> {
  const match = CONFLICT.exec(message);
  if (match === null) return { manager: message };
  const [, manager = '""', subresource, apiVersion, time] = match;
  return {
    manager: unquote(manager),
    ...(subresource === undefined ? {} : { subresource: unquote(subresource) }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
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

export interface StatusCause {
  readonly field: string;
  readonly reason: string;
  readonly message: string;
}

/** `details.causes` of a Status object. */
export function causesOf(status: JsonObject | undefined): readonly StatusCause[] {
  const details = status?.['details'];
  const causes = isObject(details) ? details['causes'] : undefined;
  if (!Array.isArray(causes)) return [];
  return causes.filter(isObject).map((cause) => ({
    field: String(cause['field'] ?? ''),
    reason: String(cause['reason'] ?? ''),
    message: String(cause['message'] ?? ''),
  }));
}
