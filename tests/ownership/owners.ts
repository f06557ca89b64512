type Json = Record<string, unknown>;

export interface Live {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string>; readonly managedFields: readonly Entry[] };
  readonly [field: string]: unknown;
}

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly fieldsV1: Json;
}

/**
 * Who owns which field below a prefix, readable: `{ "sherpack": ["f:data f:a"], "kubectl-edit": [...] }`. The manager of a
 * release is called `sherpack`; writers of the status are left out.
 */
export function ownersBelow(live: Live, ...prefix: readonly string[]): Record<string, readonly string[]> {
  const owners: Record<string, readonly string[]> = {};
  for (const { manager, subresource, fieldsV1 } of live.metadata.managedFields) {
    if (subresource === 'status') continue;
    const node = prefix.reduce<unknown>((found, step) => (found as Json | undefined)?.[step], fieldsV1);
    if (node === undefined) continue;
    const name = `${manager.startsWith('sherpack/') ? 'sherpack' : manager}${subresource === undefined ? '' : ` through ${subresource}`}`;
    owners[name] = [...(owners[name] ?? []), ...leavesOf(node as Json, '')].toSorted();
  }
  return owners;
}

function leavesOf(node: Json, path: string): readonly string[] {
  const below = Object.entries(node).filter(([element]) => element !== '.');
  if (below.length === 0) return [path];
  return below.flatMap(([element, child]) => leavesOf(child as Json, `${path}${path === '' ? '' : ' '}${element.replace(/^f:/, '')}`));
}
