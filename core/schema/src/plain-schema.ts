import { resolveLocal } from './json-pointer.ts';

/** A schema of which every part is well-formed and made of keywords that mean the same in all drafts since 07. */
export type PlainSchema = boolean | Readonly<Record<string, unknown>>;

type Check = (value: unknown, context: Context) => boolean;

interface Context {
  readonly root: unknown;
  readonly trusted: boolean;
}

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);
// Draft 04 gives `exclusiveMinimum` and `$ref` another meaning; those of it, and unknown ones, are left to the validator.
const DIALECT = /^https?:\/\/json-schema\.org\/(draft-07|draft\/2019-09|draft\/2020-12)\/schema#?$/;

const KEYWORDS: Readonly<Record<string, Check>> = {
  // A schema inside of another may say its dialect too.
  $schema: isDialect, $comment: isString, title: isString, description: isString,
  default: anything, examples: Array.isArray, deprecated: isBoolean, readOnly: isBoolean, writeOnly: isBoolean,
  type: isType, const: anything, enum: isChoice,
  minimum: isNumber, maximum: isNumber, exclusiveMinimum: isNumber, exclusiveMaximum: isNumber,
  minLength: isCount, maxLength: isCount, minItems: isCount, maxItems: isCount, minProperties: isCount, maxProperties: isCount,
  pattern: isPattern, required: isNameList,
  properties: isSchemaMap, definitions: isSchemaMap, $defs: isSchemaMap, additionalProperties: isSchema, propertyNames: isSchema, items: isSchema,
  allOf: isSchemaList, anyOf: isSchemaList, oneOf: isSchemaList, not: isSchema,
  $ref: isLocalReference,
};

/**
 * Whether a whole schema, parts included that no value may ever reach, is plain. A schema that is not may be valid all
 * the same. Patterns of a schema that is not trusted must be so simple that JavaScript's engine cannot be held up by them.
 */
export function isPlainSchema(schema: unknown, trusted: boolean): schema is PlainSchema {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return typeof schema === 'boolean';
  const { $id, ...rest } = schema as Record<string, unknown>;
  if ($id !== undefined && !trusted) return false;
  return isSchema(rest, { root: schema, trusted });
}

function isSchema(value: unknown, context: Context): boolean {
  if (typeof value === 'boolean') return true;
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([keyword, content]) => Object.hasOwn(KEYWORDS, keyword) && KEYWORDS[keyword]?.(content, context) === true)
    && standsAlone(value);
}

/** Before draft 2019-09 a reference hides what stands beside it. */
function standsAlone(schema: Readonly<Record<string, unknown>>): boolean {
  return !('$ref' in schema) || Object.keys(schema).every((key) => key === '$ref' || key === 'description' || key === 'title' || key === '$comment');
}

function isSchemaMap(value: unknown, context: Context): boolean {
  // ajv passes over a property of this name.
  return isRecord(value) && !Object.hasOwn(value, '__proto__') && Object.values(value).every((schema) => isSchema(schema, context));
}

function isSchemaList(value: unknown, context: Context): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((schema) => isSchema(schema, context));
}

/** Only references into the maps of definitions, whose schemas are looked at where they stand. */
function isLocalReference(value: unknown, { root }: Context): boolean {
  return typeof value === 'string' && /^#\/(definitions|\$defs)\/[\w.-]+$/.test(value) && resolveLocal(root, value) !== undefined;
}

function isDialect(value: unknown): boolean {
  return typeof value === 'string' && DIALECT.test(value);
}

function isType(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && new Set(value).size === value.length && value.every(isTypeName) : isTypeName(value);
}

function isTypeName(value: unknown): boolean {
  return typeof value === 'string' && TYPES.has(value);
}

function isChoice(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== 'object' || item === null) && new Set(value).size === value.length;
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString) && new Set(value).size === value.length;
}

function isPattern(value: unknown, { trusted }: Context): boolean {
  return typeof value === 'string' && (trusted || isHarmless(value));
}

/**
 * Literals and classes in a row between anchors, at most three of them repeated: no groups, so no nested repetition, and
 * nothing that RE2 and JavaScript read in two ways.
 */
function isHarmless(pattern: string): boolean {
  const repeated = /^\^(?:(?:[\w \-:/@,%]|\\[.\-+*?()[\]{}|/]|\[(?:[A-Za-z0-9_ :/@,%.]|[A-Za-z0-9]-[A-Za-z0-9])+-?\])(?:[+*?]|\{\d{1,3}(?:,\d{1,3})?\})?)*\$$/.test(pattern);
  return repeated && (pattern.match(/[+*?}]/g)?.length ?? 0) <= 3;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function anything(): boolean {
  return true;
}
