import type { JsonSchema } from '@sherpack/cel/json-schema';
import type { JsonObject, KubernetesObject, Manifests, ReadCluster } from '@sherpack/plugin-api';
import { groupOf, isObject, valueAt, versionOf } from '@sherpack/plugin-api';

/** Finds the schema of a kind; undefined where nobody has one, and then only the syntax can be checked. */
export interface Schemas {
  find(apiVersion: string, kind: string): Promise<JsonSchema | undefined>;
  /** The kinds `group/Kind` that the pack defines, with the version that is stored. */
  readonly defined: ReadonlyMap<string, string>;
}

interface Version {
  readonly name: string;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
}

/**
 * @param connect gives the cluster where the operation may ask one; asked only for kinds that the pack does not define
 */
export function createSchemas(manifests: Manifests, connect: () => Promise<ReadCluster | undefined>): Schemas {
  const definitions = [...manifests.crds, ...manifests.objects].map(({ object }) => object).filter(({ kind }) => kind === 'CustomResourceDefinition');
  return {
    async find(apiVersion, kind) {
      const definition = definitions.find((each) => definedKind(each) === `${groupOf(apiVersion)}/${kind}`);
      if (definition !== undefined) return versionsOf(definition).find(({ name }) => name === versionOf(apiVersion))?.schema?.openAPIV3Schema;
      const document = await (await connect())?.openapi(apiVersion).catch(() => undefined);
      return document === undefined ? undefined : publishedSchema(document, apiVersion, kind);
    },
    defined: new Map(definitions.map((each) => [definedKind(each), versionsOf(each).find(({ storage }) => storage === true)?.name ?? ''])),
  };
}

function definedKind(definition: KubernetesObject): string {
  return `${String(valueAt(definition, ['spec', 'group']))}/${String(valueAt(definition, ['spec', 'names', 'kind']))}`;
}

function versionsOf(definition: KubernetesObject): readonly Version[] {
  const versions = valueAt(definition, ['spec', 'versions']);
  return Array.isArray(versions) ? (versions as Version[]) : [];
}

const KINDS = 'x-kubernetes-group-version-kind';

/** The schema of a kind in an OpenAPI v3 document of the API server, with its references put in. */
export function publishedSchema(document: JsonObject, apiVersion: string, kind: string): JsonSchema | undefined {
  const all = valueAt(document, ['components', 'schemas']);
  if (!isObject(all)) return undefined;
  const isIt = (schema: unknown) => isObject(schema) && Array.isArray(schema[KINDS]) && schema[KINDS].some((each) => isObject(each) && each['group'] === groupOf(apiVersion) && each['version'] === versionOf(apiVersion) && each['kind'] === kind);
  const found = Object.values(all).find(isIt);
  return isObject(found) ? (resolved(found, all, 0) as JsonSchema) : undefined;
}

/** Deeper than any kind of Kubernetes but JSONSchemaProps, which contains itself. */
const DEEPEST = 24;

function resolved(schema: unknown, all: JsonObject, depth: number): unknown {
  if (Array.isArray(schema)) return schema.map((each) => resolved(each, all, depth));
  if (!isObject(schema)) return schema;
  if (depth > DEEPEST) return {};
  const target = referenceOf(schema);
  if (target !== undefined) return resolved(all[target] ?? {}, all, depth + 1);
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolved(value, all, depth + 1)]));
}

/** References stand alone or, where a default or a description is added, as the only part of an `allOf`. */
function referenceOf(schema: JsonObject): string | undefined {
  const parts = schema['allOf'];
  const reference = schema['$ref'] ?? (Array.isArray(parts) && parts.length === 1 ? valueAt(parts, [0, '$ref']) : undefined);
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}
