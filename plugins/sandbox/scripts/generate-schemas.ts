// Writes src/schemas/types.json and src/schemas/kinds.json from a running Kubernetes API server:
//   node --import jiti/register scripts/generate-schemas.ts URL GO_FIELDS
// URL is the server without credentials, as `kubectl proxy` gives it; GO_FIELDS is the output of scripts/go-fields
// (`go run . > fields.json`) for the same release.
import fs from 'node:fs';
import path from 'node:path';
import { compactTypes, type OpenApiSchema } from './compact-types.ts';

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

const [server, goFieldsFile] = process.argv.slice(2);
if (!server || !goFieldsFile) throw new Error('usage: generate-schemas.ts URL GO_FIELDS');
const target = path.join(import.meta.dirname, '../src/schemas');

void main(server, goFieldsFile);

async function main(url: string, goFields: string): Promise<void> {
  const groups = [...(await discover(`${url}/api`)), ...(await discover(`${url}/apis`))];
  const schemas: Record<string, OpenApiSchema> = {};
  for (const group of groups) for (const { version } of group.versions) Object.assign(schemas, await readSchemas(url, group.name, version));
  const kinds = groups.map((g) => ({ ...g, versions: g.versions.map((v) => ({ ...v, resources: v.resources.map((r) => compactResource(r, g.name, v.version, schemas)) })) }));
  const roots = kinds.flatMap((g) => g.versions.flatMap((v) => v.resources.flatMap((r) => [r.type, ...Object.values(r.subTypes)])));
  const types = compactTypes(schemas, JSON.parse(fs.readFileSync(goFields, 'utf8')), roots.filter((name) => name !== ''));
  write('kinds.json', kinds);
  write('types.json', types);
}

/** Groups in the server's order with the versions it serves unless told otherwise: the stable ones. */
async function discover(url: string): Promise<DiscoveredGroup[]> {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { items } = (await (await fetch(url, { headers: { accept } })).json()) as { items: { metadata: { name?: string }; versions: DiscoveredGroup['versions'] }[] };
  return items
    .map((g) => ({ name: g.metadata.name ?? '', versions: g.versions.filter((v) => /^v\d+$/.test(v.version)).map(({ version, resources }) => ({ version, resources })) }))
    .filter((g) => g.versions.length > 0 && isBuiltIn(g.name));
}

/** Groups of custom kinds are not Kubernetes'. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

async function readSchemas(url: string, group: string, version: string): Promise<Record<string, OpenApiSchema>> {
  const response = await fetch(`${url}/openapi/v3/${group === '' ? `api/${version}` : `apis/${group}/${version}`}`);
  return ((await response.json()) as { components: { schemas: Record<string, OpenApiSchema> } }).components.schemas;
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

function write(name: string, value: object): void {
  const entries = Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  fs.writeFileSync(path.join(target, name), `${open}\n${entries.join(',\n')}\n${close}\n`);
}
