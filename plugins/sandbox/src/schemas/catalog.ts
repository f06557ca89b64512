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

/** A column of a table, as the server describes it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** Above 0: shown by `-o wide` only. */
  readonly priority: number;
}

/** The built-in kinds of Kubernetes with their types, in the order in which the server discovers them. */
export interface Catalog {
  readonly types: NativeTypes;
  readonly resources: readonly Resource[];
  /** What `kubectl get` prints of each kind, by its name over all versions. */
  readonly columns: Readonly<Record<string, readonly ColumnDefinition[]>>;
  /** Names of the types of subresource bodies, such as `scale` of deployments, by kind and subresource. */
  subType(resource: Resource, subresource: string): string | undefined;
}

let loaded: Catalog | undefined;

/** Reads the generated tables on first use: 200 kB that a command without a sandbox need not parse. */
export async function loadCatalog(): Promise<Catalog> {
  loaded ??= await readTables();
  return loaded;
}

async function readTables(): Promise<Catalog> {
  const kinds = await import('./kinds.json', { with: { type: 'json' } });
  const types = await import('./types.json', { with: { type: 'json' } });
  const columns = await import('./columns.json', { with: { type: 'json' } });
  return buildCatalog(kinds.default as GroupEntry[], types.default as unknown as Record<string, CompactType>, columnsOf(columns.default as unknown as ColumnTable));
}

/** Columns as tuples of name, type, format, priority and the place of the description. */
interface ColumnTable {
  readonly descriptions: readonly string[];
  readonly kinds: Readonly<Record<string, readonly (readonly [string, string, string, number, number])[]>>;
}

function columnsOf({ descriptions, kinds }: ColumnTable): Catalog['columns'] {
  return Object.fromEntries(Object.entries(kinds).map(([bucket, columns]) => [
    bucket, columns.map(([name, type, format, priority, description]) => ({ name, type, format, description: descriptions[description] ?? '', priority })),
  ]));
}

function buildCatalog(groups: GroupEntry[], table: Record<string, CompactType>, columns: Catalog['columns']): Catalog {
  const types = new NativeTypes(table);
  const subTypes = new Map<string, Record<string, string>>();
  const resources = groups.flatMap((group) => group.versions.flatMap(({ version, resources }) => resources.map((entry) => {
    subTypes.set(`${group.name}/${version}/${entry.plural}`, entry.subTypes);
    return nativeResource(group.name, version, entry, types);
  })));
  return { types, resources, columns, subType: (resource, name) => subTypes.get(`${resource.group}/${resource.version}/${resource.plural}`)?.[name] };
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
