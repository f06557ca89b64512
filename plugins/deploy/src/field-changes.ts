import type { FieldChange, KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject, isSecretData } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/** Fields that the server writes by itself: a difference there is no change of ours. */
const SERVER_METADATA = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink']);

/**
 * What a write would change, field by field: the live object against the server's answer to a dry run. Content of a
 * Secret is marked secret whatever `secretPaths` says, so that whoever shows changes can rely on the mark.
 */
export function fieldChanges(before: KubernetesObject | undefined, after: KubernetesObject, secretPaths: readonly Path[]): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare(comparable(before), comparable(after), [], changes);
  const isSecret = (path: Path) => isSecretData(after, path) || secretPaths.some((secret) => overlaps(secret, path));
  return changes.map((change) => ({ ...change, secret: isSecret(change.path) }));
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

/**
 * One path contains the other: then the change may show the secret. Positions in lists count as equal, for what was
 * rendered first may stand second in the live object, behind an injected container.
 */
function overlaps(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, index) => step === b[index] || (isPosition(step) && isPosition(b[index])));
}

function isPosition(step: string | number | undefined): boolean {
  return typeof step === 'number' || /^\d+$/.test(step ?? '');
}
