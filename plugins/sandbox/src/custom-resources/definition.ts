import { equalValues } from '@sherpack/field-set/equal';
import { isObject } from '@sherpack/field-set/field-schema';
import { read, readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { forbiddenField, invalid, notSupported, required, type FieldErrors } from '../validation/field-error.ts';
import { definitionTable, versionTable } from './definition-table.ts';
import type { JsonSchema } from './json-schema.ts';
import { compilePattern } from './pattern.ts';
import { schemaErrors as valueErrors } from './validate.ts';

/** What is wrong with a CustomResourceDefinition (apiextensions validation, the parts that definitions break in practice). */
export function definitionErrors(definition: KubeObject): FieldErrors {
  const group = readString(definition, 'spec', 'group') ?? '';
  const plural = readString(definition, 'spec', 'names', 'plural') ?? '';
  const name = definition.metadata.name ?? '';
  const nameErrors = name === `${plural}.${group}` ? [] : [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
  return [...nameErrors, ...definitionTable(definition, '', definition), ...versionErrors(definition), ...storedErrors(definition)];
}

function versionErrors(definition: KubeObject): FieldErrors {
  const versions = readList(definition, 'spec', 'versions');
  const storage = versions.filter((version) => version['storage'] === true);
  const errors: FieldErrors = storage.length === 1 ? [] : [invalid('spec.versions', versions.map(shownVersion), 'must have exactly one version marked as storage version')];
  const isSingle = versions.length === 1;
  const twice = new Set(versions.map((version) => version['name'])).size < versions.length ? [invalid('spec.versions', versions.map(shownVersion), 'must contain unique version names')] : [];
  return [...errors, ...twice, ...versions.flatMap((version, i) => [...versionTable(version, `spec.versions[${i}]`, version), ...schemaErrors(version, i, isSingle)])];
}

/** The internal form in which the server prints versions. */
function shownVersion(version: Record<string, unknown>): Record<string, unknown> {
  return {
    Name: version['name'],
    Served: version['served'] ?? false,
    Storage: version['storage'] ?? false,
    Deprecated: version['deprecated'] ?? false,
    DeprecationWarning: version['deprecationWarning'] ?? null,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  };
}

/** With one version the server looks at the schema where older definitions had it. */
function schemaErrors(version: Record<string, unknown>, index: number, isSingle: boolean): FieldErrors {
  const schema = readObject(version, 'schema', 'openAPIV3Schema') as JsonSchema | undefined;
  if (!schema) return [required(`spec.versions[${index}].schema.openAPIV3Schema`)];
  const field = isSingle ? 'spec.validation.openAPIV3Schema' : `spec.versions[${index}].schema.openAPIV3Schema`;
  const rootErrors: FieldErrors = schema.type === undefined ? [required(`${field}.type`, 'must not be empty at the root')] : [];
  if (schema.type !== undefined && schema.type !== 'object') rootErrors.push(invalid(`${field}.type`, schema.type, 'must be object at the root'));
  return [...rootErrors, ...structuralErrors({ ...schema, type: 'object' }, field)];
}

const freeForm = ['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'] as const;

/** A structural schema names the type of everything outside of allOf, anyOf, oneOf and not. */
function structuralErrors(schema: JsonSchema, field: string, where = 'specified object fields'): FieldErrors {
  const isFree = freeForm.some((name) => schema[name] === true);
  const errors: FieldErrors = schema.type === undefined && !isFree ? [required(`${field}.type`, `must not be empty for ${where}`)] : [];
  errors.push(...keywordErrors(schema, field));
  if (schema.properties && isObject(schema.additionalProperties)) errors.push(forbiddenField(`${field}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  if (schema.type === 'array' && !schema.items) errors.push(required(`${field}.items`, 'must be specified'));
  errors.push(...listTypeErrors(schema, field));
  if (schema.default !== undefined) errors.push(...defaultErrors(schema, `${field}.default`));
  for (const [name, property] of Object.entries(schema.properties ?? {})) errors.push(...structuralErrors(property, `${field}.properties[${name}]`));
  if (schema.items) errors.push(...structuralErrors(schema.items, `${field}.items`, 'specified array items'));
  if (typeof schema.additionalProperties === 'object') errors.push(...structuralErrors(schema.additionalProperties, `${field}.additionalProperties`));
  return errors;
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Words of JSON Schema that definitions may not use, or not so. */
function keywordErrors(schema: JsonSchema, field: string): FieldErrors {
  const { type, pattern, additionalProperties, uniqueItems, default: value } = schema;
  const errors: FieldErrors = type === undefined || types.includes(type) ? [] : [notSupported(`${field}.type`, type, types)];
  if (pattern !== undefined && !isPattern(pattern)) errors.push(invalid(`${field}.pattern`, pattern, 'must be a valid regular expression, but isn\'t'));
  if (additionalProperties === false) errors.push(forbiddenField(`${field}.additionalProperties`, 'additionalProperties cannot be set to false'));
  if (uniqueItems === true) errors.push(forbiddenField(`${field}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if ('$ref' in schema) errors.push(forbiddenField(`${field}.$ref`, '$ref is not supported'));
  if (value === null && schema.nullable !== true) errors.push(required(`${field}.default`));
  const listType = schema['x-kubernetes-list-type'];
  if (listType !== undefined && type !== 'array') errors.push(invalid(`${field}.type`, type ?? '', 'must be array if x-kubernetes-list-type is specified'));
  if (schema['x-kubernetes-map-type'] !== undefined && type !== 'object') errors.push(invalid(`${field}.type`, type ?? '', 'must be object if x-kubernetes-map-type is specified'));
  if (listType === 'map' && schema.items && schema.items.type !== 'object') errors.push(invalid(`${field}.items.type`, schema.items.type ?? '', 'must be object if parent array\'s x-kubernetes-list-type is map'));
  return errors;
}

function isPattern(source: string): boolean {
  try {
    compilePattern(source);
    return true;
  } catch {
    return false;
  }
}

function listTypeErrors(schema: JsonSchema, field: string): FieldErrors {
  if (schema['x-kubernetes-list-type'] !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (keys.length === 0) return [required(`${field}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map')];
  const item = schema.items ?? {};
  return keys
    .filter((key) => item.properties?.[key]?.default === undefined && !(item.required ?? []).includes(key))
    .map((key) => required(`${field}.items.properties[${key}].default`, `this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`));
}

/** A default has to be a value of its own schema; the server shows no path within it. */
function defaultErrors(schema: JsonSchema, field: string): FieldErrors {
  return valueErrors(schema.default, schema, '').map((error) => ({ ...error, field: error.field === '' ? field : `${field}.${error.field}` }));
}

function storedErrors(definition: KubeObject): FieldErrors {
  const stored = readStrings(definition, 'status', 'storedVersions');
  const versions = readList(definition, 'spec', 'versions');
  const storage = versions.filter((version) => version['storage'] === true).at(-1);
  const names = versions.map((version) => String(version['name']));
  const lost = stored.flatMap((name, i) => (names.includes(name) ? [] : [invalid(`status.storedVersions[${i}]`, name, lostVersion(name))]));
  const unlisted = storage !== undefined && stored.length > 0 && !stored.includes(String(storage['name']));
  return unlisted ? [...lost, invalid('status.storedVersions', stored, `must have the storage version ${storage['name']}`)] : lost;
}

function lostVersion(name: string): string {
  return `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
}

export function definitionUpdateErrors(definition: KubeObject, live: KubeObject): FieldErrors {
  const isEstablished = readList(live, 'status', 'conditions').some((condition) => condition['type'] === 'Established' && condition['status'] === 'True');
  const fixed = [['group'], ['names', 'plural'], ...(isEstablished ? [['scope'], ['names', 'kind']] : [])];
  return fixed
    .filter((path) => !equalValues(read(definition, 'spec', ...path), read(live, 'spec', ...path)))
    .map((path) => invalid(`spec.${path.join('.')}`, read(definition, 'spec', ...path), 'field is immutable'));
}
