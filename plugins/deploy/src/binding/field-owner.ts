import type { KubernetesObject, ManagedFieldsEntry, Path } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** Whether an entry of `managedFields` speaks of the path. Inside lists any item of the entry counts. */
export function ownsPath({ fieldsV1 }: ManagedFieldsEntry, path: Path): boolean {
  let nodes: readonly unknown[] = [fieldsV1];
  for (const step of path) {
    const below = nodes.filter(isObject).flatMap((node) => (typeof step === 'number' ? itemsOf(node) : [node[`f:${step}`]])).filter((node) => node !== undefined);
    // A leaf of the set owns everything below it.
    if (below.length === 0) return nodes.some((node) => isObject(node) && Object.keys(node).length === 0) && nodes[0] !== fieldsV1;
    nodes = below;
  }
  return true;
}

function itemsOf(node: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Object.entries(node).filter(([name]) => /^[kvi]:/.test(name)).map(([, below]) => below);
}

/** Who wrote the path last, besides ourselves: `kubectl-edit at 2026-01-01T00:00:00Z`. */
export function writerOf({ metadata }: KubernetesObject, path: Path, ownManager: string): string | undefined {
  const others = (metadata.managedFields ?? []).filter(({ manager, subresource }) => manager !== ownManager && subresource !== 'status');
  const owners = others.filter((entry) => ownsPath(entry, path));
  const latest = (owners.length > 0 ? owners : others).toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? 1 : -1))[0];
  return latest === undefined ? undefined : `${latest.manager ?? 'somebody'}${latest.time === undefined ? '' : ` at ${latest.time}`}`;
}
