import type { KubernetesObject, StepOwnership } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';
import { leftoversOf, migratedFields } from './migrate.ts';

type Position = string | number;

/**
 * The object as it will be once its managers are migrated and the wished fields are applied. A dry run cannot do both,
 * so the result is put together here, for the server to judge as a replacement.
 */
export function previewOf(live: KubernetesObject, desired: KubernetesObject, ownership: StepOwnership, manager: string): KubernetesObject {
  const { migrated = [], retired = [] } = ownership;
  const takesDeployers = migrated.length > 0;
  const paths = takesDeployers ? leftoversOf(live, desired).map(({ path }) => path) : [];
  const rest = withoutPaths(live, paths) as KubernetesObject;
  const managedFields = migratedFields(live, { apiVersion: desired.apiVersion, manager, takesDeployers, retired });
  const merged = overlay(rest, desired) as KubernetesObject;
  return { ...merged, metadata: { ...merged.metadata, uid: live.metadata.uid, resourceVersion: live.metadata.resourceVersion, managedFields } as KubernetesObject['metadata'] };
}

function withoutPaths(value: unknown, paths: readonly (readonly Position[])[]): unknown {
  if (paths.length === 0) return value;
  const gone = new Set(paths.filter(({ length }) => length === 1).map(([step]) => step));
  const below = (step: Position) => paths.filter(([first, ...rest]) => first === step && rest.length > 0).map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutPaths(item, below(index))).filter((_, index) => !gone.has(index));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !gone.has(name)).map(([name, child]) => [name, withoutPaths(child, below(name))]));
}

/** Fields by which items of lists are known, the strongest first (Kubernetes' list map keys). */
const KEYS = ['name', 'containerPort', 'port', 'mountPath', 'devicePath', 'ip', 'topologyKey', 'uid', 'type'];

function overlay(live: unknown, desired: unknown): unknown {
  if (isObject(live) && isObject(desired)) {
    return { ...live, ...Object.fromEntries(Object.entries(desired).filter(([, value]) => value !== undefined).map(([name, value]) => [name, overlay(live[name], value)])) };
  }
  return Array.isArray(live) && Array.isArray(desired) ? overlayItems(live, desired) : desired;
}

/** What others have put into a list stays behind the release's own items; lists of plain values are one thing. */
function overlayItems(live: readonly unknown[], desired: readonly unknown[]): readonly unknown[] {
  const key = KEYS.find((name) => [...live, ...desired].every((item) => isObject(item) && item[name] !== undefined));
  if (key === undefined) return desired;
  const same = (a: unknown, b: unknown) => isObject(a) && isObject(b) && jsonEqual(a[key], b[key]);
  const own = desired.map((item) => overlay(live.find((each) => same(each, item)), item));
  return [...own, ...live.filter((item) => !desired.some((each) => same(each, item)))];
}
