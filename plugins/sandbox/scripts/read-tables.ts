import { compactTypes, type OpenApiSchema } from './compact-types.ts';
import type { CompactType } from '../src/schemas/compact-type.ts';

interface DiscoveredResource {
  resource: string;
  responseKind: { kind: string; group?: string; version?: string };
  scope: string;
  singularResource: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: { subresource: string; verbs: string[]; responseKind?: { kind: string; group?: string; version?: string } }[];
}

interface DiscoveredGroup {
  name: string;
  versions: { version: string; resources: DiscoveredResource[] }[];
}

/** Answers the JSON at a path of the server, in the form that `accept` asks for. */
export type Get = (path: string, accept: string) => Promise<unknown>;

export interface Tables {
  readonly kinds: readonly object[];
  readonly types: Readonly<Record<string, CompactType>>;
}

/** The tables of a server; `goFields` adds what its OpenAPI document does not say. */
export async function readTables(get: Get, goFields: Record<string, string[]>): Promise<Tables> {
  const groups = [...(await discover(get, '/api')), ...(await discover(get, '/apis'))];
  const schemas: Record<string, OpenApiSchema> = {};
  for (const group of groups) for (const { version } of group.versions) Object.assign(schemas, await readSchemas(get, group.name, version));
  const kinds = groups.map((g) => ({ ...g, versions: g.versions.map((v) => ({ ...v, resources: v.resources.map((r) => compactResource(r, g.name, v.version, schemas)) })) }));
  const roots = kinds.flatMap((g) => g.versions.flatMap((v) => v.resources.flatMap((r) => [r.type, ...Object.values(r.subTypes)])));
  return { kinds, types: compactTypes(schemas, goFields, roots.filter((name) => name !== '')) };
}

/** Groups in the server's order with the versions it serves unless told otherwise: the stable ones. */
async function discover(get: Get, path: string): Promise<DiscoveredGroup[]> {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { items } = (await get(path, accept)) as { items: { metadata: { name?: string }; versions: DiscoveredGroup['versions'] }[] };
  return items
    .map((g) => ({ name: g.metadata.name ?? '', versions: g.versions.filter((v) => /^v\d+$/.test(v.version)).map(({ version, resources }) => ({ version, resources })) }))
    .filter((g) => g.versions.length > 0 && isBuiltIn(g.name));
}

/** Groups of custom kinds are not Kubernetes'. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

async function readSchemas(get: Get, group: string, version: string): Promise<Record<string, OpenApiSchema>> {
  const document = await get(`/openapi/v3/${group === '' ? `api/${version}` : `apis/${group}/${version}`}`, 'application/json');
  return (document as { components: { schemas: Record<string, OpenApiSchema> } }).components.schemas;
}

function compactResource(r: DiscoveredResource, group: string, version: string, schemas: Record<string, OpenApiSchema>) {
  const subTypes: Record<string, string> = {};
  for (const s of r.subresources ?? []) {
    const kind = s.responseKind;
    if (kind) subTypes[s.subresource] = typeName(kind.group || group, kind.version || version, kind.kind, schemas);
  }
  return {
    plural: r.resource,
    singular: r.singularResource,
    kind: r.responseKind.kind,
    namespaced: r.scope === 'Namespaced',
    verbs: r.verbs,
    shortNames: r.shortNames ?? [],
    categories: r.categories ?? [],
    subresources: (r.subresources ?? []).map((s) => ({ name: s.subresource, verbs: s.verbs, kind: s.responseKind })),
    type: typeName(group, version, r.responseKind.kind, schemas),
    subTypes,
  };
}

function typeName(group: string, version: string, kind: string, schemas: Record<string, OpenApiSchema>): string {
  const match = Object.entries(schemas).find(([, schema]) =>
    schema['x-kubernetes-group-version-kind']?.some((gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind),
  );
  return match?.[0] ?? '';
}
