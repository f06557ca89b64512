import type { CompactType } from './compact-type.ts';
import { NativeTypes } from './native-type.ts';
import type { Resource, Subresource } from './resource.ts';

interface KindEntry {
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  shortNames: string[];
  categories: string[];
  subresources: Subresource[];
  type: string;
  subTypes: Record<string, string>;
}

interface GroupEntry {
  name: string;
  versions: { version: string; resources: KindEntry[] }[];
}

/** The built-in kinds of Kubernetes with their types, in the order in which the server discovers them. */
export interface Catalog {
  readonly types: NativeTypes;
  readonly resources: readonly Resource[];
  /** Names of the types of subresource bodies, such as `scale` of deployments, by kind and subresource. */
  subType(resource: Resource, subresource: string): string | undefined;
}

let loaded: Catalog | undefined;

/** Reads the generated tables on first use: 180 kB that a command without a sandbox need not parse. */
export async function loadCatalog(): Promise<Catalog> {
  loaded ??= await readTables();
  return loaded;
}

async function readTables(): Promise<Catalog> {
  const kinds = await import('./kinds.json', { with: { type: 'json' } });
  const types = await import('./types.json', { with: { type: 'json' } });
  return buildCatalog(kinds.default as GroupEntry[], types.default as unknown as Record<string, CompactType>);
}

function buildCatalog(groups: GroupEntry[], table: Record<string, CompactType>): Catalog {
  const types = new NativeTypes(table);
  const subTypes = new Map<string, Record<string, string>>();
  const resources = groups.flatMap((group) => group.versions.flatMap(({ version, resources }) => resources.map((entry) => {
    subTypes.set(`${group.name}/${version}/${entry.plural}`, entry.subTypes);
    return nativeResource(group.name, version, entry, types);
  })));
  return { types, resources, subType: (resource, name) => subTypes.get(`${resource.group}/${resource.version}/${resource.plural}`)?.[name] };
}

function nativeResource(group: string, version: string, entry: KindEntry, types: NativeTypes): Resource {
  const native = types.get(entry.type);
  return {
    group,
    version,
    kind: entry.kind,
    listKind: `${entry.kind}List`,
    plural: entry.plural,
    singular: entry.singular,
    namespaced: entry.namespaced,
    verbs: entry.verbs,
    shortNames: entry.shortNames,
    categories: entry.categories,
    subresources: entry.subresources,
    schema: native,
    native,
  };
}
