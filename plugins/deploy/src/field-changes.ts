import type { FieldChange, KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/** Fields that the server writes by itself: a difference there is no change of ours. */
const SERVER_METADATA = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink']);

/** What a write would change, field by field: the live object against the server's answer to a dry run. */
export function fieldChanges(before: KubernetesObject | undefined, after: KubernetesObject, secretPaths: readonly Path[]): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare(comparable(before), comparable(after), [], changes);
  return changes.map((change) => ({ ...change, secret: secretPaths.some((secret) => overlaps(secret, change.path)) }));
}

function comparable(object: KubernetesObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { status: _status, ...rest } = object;
  const metadata = Object.entries(object.metadata).filter(([name]) => !SERVER_METADATA.has(name));
  return { ...rest, metadata: Object.fromEntries(metadata) };
}

function compare(before: unknown, after: unknown, path: Path, changes: FieldChange[]): void {
  if (jsonEqual(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) compare(before[key], after[key], [...path, key], changes);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item, index) => compare(item, after[index], [...path, index], changes));
    return;
  }
  changes.push({ path, before, after, secret: false });
}

/** One path contains the other: then the change may show the secret. */
function overlaps(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}
