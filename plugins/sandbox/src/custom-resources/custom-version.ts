import type { Catalog } from '../schemas/catalog.ts';
import { read, readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { Resource, Subresource } from '../schemas/resource.ts';
import type { KubeObject } from '../server/api-types.ts';
import { structuralFieldSchema } from './field-schema.ts';
import type { JsonSchema } from './json-schema.ts';

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** What a CustomResourceDefinition says of one of its versions. */
export interface CustomVersion {
  readonly definition: string;
  readonly schema: JsonSchema;
  readonly storageVersion: string;
  readonly preservesUnknown: boolean;
  readonly columns: readonly PrinterColumn[];
  readonly scale?: ScalePaths;
  readonly selectableFields: readonly string[];
  readonly deprecationWarning?: string;
}

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The served versions of a definition as resources. */
export function customResources(definition: KubeObject, catalog: Catalog): Resource[] {
  const versions = readList(definition, 'spec', 'versions').filter((version) => version['served'] === true);
  return versions.map((version) => customResource(definition, version, catalog));
}

function customResource(definition: KubeObject, version: Record<string, unknown>, catalog: Catalog): Resource {
  const names = readObject(definition, 'spec', 'names') ?? {};
  const custom = customVersion(definition, version);
  return {
    group: readString(definition, 'spec', 'group') ?? '',
    version: String(version['name']),
    kind: String(names['kind']),
    listKind: String(names['listKind']),
    plural: String(names['plural']),
    singular: String(names['singular']),
    namespaced: readString(definition, 'spec', 'scope') === 'Namespaced',
    verbs,
    shortNames: readStrings(definition, 'status', 'acceptedNames', 'shortNames'),
    categories: readStrings(definition, 'status', 'acceptedNames', 'categories'),
    subresources: subresourcesOf(version, String(names['kind'])),
    schema: structuralFieldSchema(custom.schema, catalog.types.get('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')),
    custom,
  };
}

function customVersion(definition: KubeObject, version: Record<string, unknown>): CustomVersion {
  const storage = readList(definition, 'spec', 'versions').find((other) => other['storage'] === true);
  const scale = readObject(version, 'subresources', 'scale') as ScalePaths | undefined;
  const isDeprecated = version['deprecated'] === true;
  const kind = `${readString(definition, 'spec', 'group')}/${version['name']} ${readString(definition, 'spec', 'names', 'kind')}`;
  return {
    definition: definition.metadata.name ?? '',
    schema: (readObject(version, 'schema', 'openAPIV3Schema') ?? {}) as JsonSchema,
    storageVersion: String(storage?.['name'] ?? version['name']),
    preservesUnknown: read(definition, 'spec', 'preserveUnknownFields') === true,
    columns: readList(version, 'additionalPrinterColumns') as unknown as PrinterColumn[],
    ...(scale ? { scale } : {}),
    selectableFields: readList(version, 'selectableFields').map((field) => String(field['jsonPath']).replace(/^\./, '')),
    ...(isDeprecated ? { deprecationWarning: readString(version, 'deprecationWarning') ?? `${kind} is deprecated` } : {}),
  };
}

function subresourcesOf(version: Record<string, unknown>, kind: string): Subresource[] {
  const declared = readObject(version, 'subresources') ?? {};
  const status = { name: 'status', verbs: ['get', 'patch', 'update'], kind: { kind } };
  const scale = { name: 'scale', verbs: ['get', 'patch', 'update'], kind: { kind: 'Scale', group: 'autoscaling', version: 'v1' } };
  return [...(declared['status'] ? [status] : []), ...(declared['scale'] ? [scale] : [])];
}
