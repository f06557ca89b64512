import { setOwn } from '@sherpack/yaml/equal';
import { SchemaError } from './schema-error.ts';

type JsonObject = Record<string, unknown>;
type Path = (string | number)[];

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
// Words of the simplified format and what JSON Schema calls them.
const RENAMED: Record<string, string> = { enumValues: 'enum', min: 'minimum', max: 'maximum' };
// Words that mean the same in both; Sherpack 0.4.0 knew only those of the first line.
const KEPT = [
  'title', 'description', 'default', 'pattern', 'minLength', 'maxLength', 'minItems', 'maxItems',
  'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format', 'uniqueItems',
  'minProperties', 'maxProperties', 'examples', 'deprecated', '$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else',
];

/**
 * Whether a values schema is in the simplified format of Sherpack 0.4.0. In its order: a `.json` file is JSON Schema;
 * so is one with `$schema` or `$id`; `schemaVersion: sherpack/…` is simplified; `type: object` at the root is JSON
 * Schema; everything else is simplified.
 */
export function isSimplifiedSchema(document: unknown, fileName: string): boolean {
  if (fileName.toLowerCase().endsWith('.json') || !isObject(document)) return false;
  if ('$schema' in document || '$id' in document) return false;
  const version = document['schemaVersion'];
  if (typeof version === 'string' && version.startsWith('sherpack/')) return true;
  return document['type'] !== 'object';
}

/**
 * The draft-07 schema of a simplified one. Beyond 0.4.0 the words of JSON Schema (`enum`, `minimum`, a list in
 * `required`, …) count as well. A property of type `any` keeps its description and default only, as in 0.4.0.
 * Throws SchemaError when a property is no mapping or has an unknown type.
 */
export function simplifiedToJsonSchema(document: unknown): Record<string, unknown> {
  if (!isObject(document)) throw new SchemaError('invalid-schema', 'a simplified schema is a mapping with "properties"');
  const definitions = pick(document, ['title', 'description', 'definitions', '$defs']);
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...definitions, type: 'object', ...members(document, []) };
}

function convert(property: unknown, path: Path): JsonObject | boolean {
  if (typeof property === 'boolean') return property;
  if (!isObject(property)) throw new SchemaError('invalid-schema', 'a property is described by a mapping', path);
  if (property['type'] === 'any') return pick(property, ['title', 'description', 'default']);
  const schema = pick(property, KEPT);
  for (const [word, keyword] of Object.entries(RENAMED)) {
    if (property[word] !== undefined) schema[keyword] = property[word];
  }
  if (property['type'] !== undefined) schema['type'] = checkedType(property['type'], path);
  if (property['items'] !== undefined) schema['items'] = convert(property['items'], [...path, 'items']);
  return { ...schema, ...members(property, path) };
}

/** `properties`, `required` and `additionalProperties` of a mapping. */
function members(parent: JsonObject, path: Path): JsonObject {
  const result: JsonObject = {};
  const required = Array.isArray(parent['required']) ? [...(parent['required'] as unknown[])] : [];
  if (parent['properties'] !== undefined) result['properties'] = properties(parent['properties'], required, [...path, 'properties']);
  if (required.length > 0) result['required'] = [...new Set(required)];
  const additional = parent['additionalProperties'];
  if (additional !== undefined) result['additionalProperties'] = convert(additional, [...path, 'additionalProperties']);
  return result;
}

function properties(value: unknown, required: unknown[], path: Path): JsonObject {
  if (!isObject(value)) throw new SchemaError('invalid-schema', '"properties" is a mapping', path);
  const result: JsonObject = {};
  for (const [name, property] of Object.entries(value)) {
    setOwn(result, name, convert(property, [...path, name]));
    if (isObject(property) && property['required'] === true) required.push(name);
  }
  return result;
}

function checkedType(type: unknown, path: Path): unknown {
  const names: unknown[] = Array.isArray(type) ? type : [type];
  if (names.every((name) => TYPES.includes(String(name)))) return type;
  throw new SchemaError('invalid-schema', `the type is one of ${TYPES.join(', ')}, any`, [...path, 'type']);
}

function pick(source: JsonObject, words: string[]): JsonObject {
  return Object.fromEntries(words.filter((word) => source[word] !== undefined).map((word) => [word, source[word]]));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
