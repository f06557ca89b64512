import { equalJson } from './equal-json.ts';
import { resolveLocal } from './json-pointer.ts';
import type { PlainSchema } from './plain-schema.ts';

type Members = Readonly<Record<string, unknown>>;

/** References followed without coming to a part of the value: from here on the schema goes round in circles. */
const MAX_DEPTH = 500;

/**
 * Whether a plain schema accepts a value, as JSON Schema has it. Nothing is said about the reason.
 *
 * @returns undefined when the schema refers to itself without end
 */
export function accepts(schema: PlainSchema, value: unknown): boolean | undefined {
  try {
    return holds(schema, value, { root: schema, depth: 0 });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Context {
  readonly root: unknown;
  readonly depth: number;
}

function holds(schema: unknown, value: unknown, context: Context): boolean {
  if (typeof schema === 'boolean') return schema;
  if (context.depth > MAX_DEPTH) throw new RangeError('endless');
  const keywords = schema as Members;
  const deeper = { ...context, depth: context.depth + 1 };
  if (keywords['$ref'] !== undefined) return holds(resolveLocal(context.root, keywords['$ref']), value, deeper);
  return holdsItself(keywords, value) && holdsCombined(keywords, value, deeper) && holdsInside(keywords, value, deeper);
}

function holdsItself(schema: Members, value: unknown): boolean {
  if (schema['type'] !== undefined && ![schema['type']].flat().some((type) => isOfType(value, type))) return false;
  if ('const' in schema && !equalJson(value, schema['const'])) return false;
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) return false;
  if (typeof value === 'number') return inRange(schema, value);
  if (typeof value === 'string') return fitsText(schema, value);
  return true;
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMembers(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function inRange(schema: Members, value: number): boolean {
  return !(Number.isNaN(value)
    || value < limit(schema['minimum'], -Infinity) || value > limit(schema['maximum'], Infinity)
    || (schema['exclusiveMinimum'] !== undefined && value <= limit(schema['exclusiveMinimum'], -Infinity))
    || (schema['exclusiveMaximum'] !== undefined && value >= limit(schema['exclusiveMaximum'], Infinity)));
}

function fitsText(schema: Members, value: string): boolean {
  if (!isCounted([...value].length, schema['minLength'], schema['maxLength'])) return false;
  return typeof schema['pattern'] !== 'string' || new RegExp(schema['pattern'], 'u').test(value);
}

function isCounted(count: number, least: unknown, most: unknown): boolean {
  return count >= limit(least, 0) && count <= limit(most, Infinity);
}

function limit(bound: unknown, otherwise: number): number {
  return typeof bound === 'number' ? bound : otherwise;
}

function holdsCombined(schema: Members, value: unknown, context: Context): boolean {
  const { allOf, anyOf, oneOf, not } = schema;
  if (Array.isArray(allOf) && !allOf.every((part) => holds(part, value, context))) return false;
  if (Array.isArray(anyOf) && !anyOf.some((part) => holds(part, value, context))) return false;
  if (Array.isArray(oneOf) && oneOf.filter((part) => holds(part, value, context)).length !== 1) return false;
  return not === undefined || !holds(not, value, context);
}

function holdsInside(schema: Members, value: unknown, context: Context): boolean {
  if (Array.isArray(value)) {
    const { items, minItems, maxItems } = schema;
    return isCounted(value.length, minItems, maxItems) && (items === undefined || value.every((item) => holds(items, item, context)));
  }
  return !isMembers(value) || holdsMembers(schema, value, context);
}

function holdsMembers(schema: Members, value: Members, context: Context): boolean {
  const { required, properties, additionalProperties, propertyNames, minProperties, maxProperties } = schema;
  const names = Object.keys(value);
  if (!isCounted(names.length, minProperties, maxProperties)) return false;
  if (Array.isArray(required) && !required.every((name: string) => Object.hasOwn(value, name) && value[name] !== undefined)) return false;
  if (propertyNames !== undefined && !names.every((name) => holds(propertyNames, name, context))) return false;
  return names.every((name) => {
    if (isMembers(properties) && Object.hasOwn(properties, name)) return holds(properties[name], value[name], context);
    return additionalProperties === undefined || holds(additionalProperties, value[name], context);
  });
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
