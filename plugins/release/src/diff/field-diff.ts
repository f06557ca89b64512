import type { FieldChange, KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject, isSecretData } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/** The fields in which two forms of one object differ. Content of Secrets, and paths that are marked, are secret. */
export function diffFields(before: KubernetesObject, after: KubernetesObject, secretPaths: readonly Path[]): readonly FieldChange[] {
  const secret = secrecyOf(after, secretPaths);
  const changes: FieldChange[] = [];
  compare(before, after, [], (path, old, now) => changes.push({ path, before: old, after: now, secret: secret(path) }));
  return changes;
}

function secrecyOf(object: KubernetesObject, secretPaths: readonly Path[]): (path: Path) => boolean {
  return (path) => isSecretData(object, path) || secretPaths.some((marked) => covers(marked, path));
}

/** Also true for a parent of the marked path: it holds the secret. */
function covers(marked: Path, path: Path): boolean {
  const length = Math.min(marked.length, path.length);
  return marked.slice(0, length).every((step, index) => String(step) === String(path[index]));
}

type Report = (path: Path, before: unknown, after: unknown) => void;

function compare(before: unknown, after: unknown, path: Path, report: Report): void {
  if (jsonEqual(before, after)) return;
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    for (const key of keys) compare(before[key], after[key], [...path, key], report);
  } else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, report);
  else report(path, before, after);
}

/** Items with names belong together by name, others by position. Indexes are those of the new list, or of the old one for what is gone. */
function compareLists(before: readonly unknown[], after: readonly unknown[], path: Path, report: Report): void {
  if (!(hasNames(before) && hasNames(after))) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) compare(before[index], after[index], [...path, index], report);
    return;
  }
  after.forEach((item, index) => compare(before.find((other) => nameOf(other) === nameOf(item)), item, [...path, index], report));
  before.forEach((item, index) => {
    if (!after.some((other) => nameOf(other) === nameOf(item))) report([...path, index], item, undefined);
  });
}

function hasNames(list: readonly unknown[]): boolean {
  const names = list.map(nameOf);
  return !names.includes(undefined) && new Set(names).size === names.length;
}

function nameOf(item: unknown): unknown {
  return isObject(item) ? item['name'] : undefined;
}
