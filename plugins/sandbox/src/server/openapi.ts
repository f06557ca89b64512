import type { Catalog } from '../schemas/catalog.ts';
import type { NativeField, NativeType } from '../schemas/native-type.ts';
import type { Resource } from '../schemas/resource.ts';
import type { Registry } from './registry.ts';

type Json = Record<string, unknown>;

/** GET /openapi/v3: where the document of each API version is. */
export function openApiIndex(registry: Registry): unknown {
  const paths = new Set(registry.all().map(pathOf));
  return { paths: Object.fromEntries([...paths].map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}` }])) };
}

function pathOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? `api/${resource.version}` : `apis/${resource.group}/${resource.version}`;
}

/** The document of one API version (`apis/apps/v1`); undefined when it is not served. Descriptions are left out. */
export function openApiDocument(registry: Registry, catalog: Catalog, path: string, kubeVersion: string): unknown {
  const resources = registry.all().filter((resource) => pathOf(resource) === path);
  if (resources.length === 0) return undefined;
  const schemas: Json = {};
  for (const resource of resources) addSchema(resource, schemas, catalog);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: kubeVersion },
    paths: Object.assign({}, ...resources.map((resource) => pathsOf(resource, path))),
    components: { schemas },
  };
}

function schemaName(resource: Resource): string {
  if (resource.native?.name) return resource.native.name;
  return `${resource.group.split('.').toReversed().join('.')}.${resource.version}.${resource.kind}`;
}

function addSchema(resource: Resource, schemas: Json, catalog: Catalog): void {
  const identity = { 'x-kubernetes-group-version-kind': [{ group: resource.group, version: resource.version, kind: resource.kind }] };
  if (resource.native) {
    addNative(resource.native, schemas);
    schemas[schemaName(resource)] = { ...(schemas[schemaName(resource)] as Json), ...identity };
    return;
  }
  const metadata = catalog.types.get('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  addNative(metadata, schemas);
  const schema = (resource.custom?.schema ?? {}) as Json;
  const properties = { ...(schema['properties'] as Json | undefined), apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: refTo(metadata.name ?? '') };
  schemas[schemaName(resource)] = { ...schema, type: 'object', properties, ...identity };
}

function addNative(type: NativeType, schemas: Json): void {
  const name = type.name ?? '';
  if (type.form !== 'struct' || schemas[name] !== undefined) return;
  const properties: Json = {};
  schemas[name] = { type: 'object', properties, ...(type.required?.length ? { required: type.required } : {}), ...(type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}) };
  for (const field of type.fields?.values() ?? []) {
    properties[field.name] = { ...schemaOf(field.type, schemas), ...fieldNotes(field) };
  }
}

function fieldNotes(field: NativeField): Json {
  const { type } = field;
  return {
    ...(field.patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategy }),
    ...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
    ...(type.form === 'list' && type.listType ? { 'x-kubernetes-list-type': type.listType } : {}),
    ...(type.form === 'list' && type.keys ? { 'x-kubernetes-list-map-keys': type.keys } : {}),
    ...(field.values === undefined ? {} : { enum: field.values }),
  };
}

function schemaOf(type: NativeType, schemas: Json): Json {
  const item = type.item?.();
  switch (type.form) {
    case 'struct':
      addNative(type, schemas);
      return refTo(type.name ?? '');
    case 'list':
      return { type: 'array', items: item ? schemaOf(item, schemas) : {} };
    case 'map':
      return { type: 'object', additionalProperties: item ? schemaOf(item, schemas) : {} };
    default:
      return scalars[type.form] ?? {};
  }
}

const scalars: Readonly<Record<string, Json>> = {
  string: { type: 'string' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  number: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  object: { type: 'object' },
};

function refTo(name: string): Json {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }] };
}

/** kubectl looks at the parameters of PATCH to learn whether the server validates fields. */
function pathsOf(resource: Resource, prefix: string): Json {
  const collection = `/${prefix}/${resource.namespaced ? 'namespaces/{namespace}/' : ''}${resource.plural}`;
  const identity = { 'x-kubernetes-group-version-kind': { group: resource.group, version: resource.version, kind: resource.kind } };
  const schema = { $ref: `#/components/schemas/${schemaName(resource)}` };
  const responses = { 200: { description: 'OK', content: { 'application/json': { schema } } } };
  const operation = (action: string, ...parameters: string[]): Json => ({ ...identity, 'x-kubernetes-action': action, parameters: parameters.map(queryParameter), responses });
  const write = ['dryRun', 'fieldManager', 'fieldValidation'];
  return {
    [collection]: { get: operation('list', 'labelSelector', 'fieldSelector', 'limit', 'continue'), post: operation('post', ...write) },
    [`${collection}/{name}`]: { get: operation('get'), put: operation('put', ...write), patch: operation('patch', ...write, 'force'), delete: operation('delete', 'dryRun', 'gracePeriodSeconds', 'propagationPolicy') },
  };
}

function queryParameter(name: string): Json {
  return { name, in: 'query', schema: { type: 'string', uniqueItems: true } };
}
