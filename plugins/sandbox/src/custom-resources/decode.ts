import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';
import { decodeNative, DecodeError, type Decoded } from '../schemas/decode.ts';
import { copyJson } from '../schemas/json-path.ts';
import type { NativeType } from '../schemas/native-type.ts';
import type { Resource } from '../schemas/resource.ts';
import type { KubeObject } from '../server/api-types.ts';
import { propertySchema, type JsonSchema } from './json-schema.ts';

const head = new Set(['apiVersion', 'kind', 'metadata']);

/** Reads a body as a custom kind: metadata as that of any kind, unknown fields pruned, defaults filled in. */
export function decodeCustom(object: KubeObject, resource: Resource, keepsNull = false): Decoded {
  const unknown: string[] = [];
  const schema = resource.custom?.schema ?? {};
  const metadata = decodeMetadata(object.metadata, resource, unknown);
  const metaType = resource.schema.field?.('metadata') as NativeType | undefined;
  const pruned = resource.custom?.preservesUnknown ? object : prune(object, schema, [], { unknown, keepsNull, ...(metaType ? { metadata: metaType } : {}) }, head);
  return { value: { ...(withDefaults(pruned, schema) as object), apiVersion: object.apiVersion, kind: object.kind, metadata }, unknown };
}

function decodeMetadata(metadata: unknown, resource: Resource, unknown: string[]): unknown {
  const type = resource.schema.field?.('metadata') as NativeType | undefined;
  if (!type?.form) throw new DecodeError('no metadata type');
  const decoded = decodeNative(metadata ?? {}, type);
  unknown.push(...decoded.unknown.map((path) => `metadata.${path}`));
  return decoded.value;
}

/** Drops fields that the schema does not name, and null where null is no value. */
interface Pruning {
  readonly unknown: string[];
  readonly keepsNull: boolean;
  /** The type of metadata, for objects within the object. */
  readonly metadata?: NativeType;
}

function prune(value: unknown, schema: JsonSchema, path: readonly string[], pruning: Pruning, kept: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item, i) => prune(item, schema.items ?? {}, [...path.slice(0, -1), `${path.at(-1) ?? ''}[${i}]`], pruning));
  if (!isObject(value)) return value;
  const out: Record<string, unknown> = {};
  const own = schema['x-kubernetes-embedded-resource'] ? head : kept;
  for (const [name, item] of Object.entries(value)) {
    const property = propertySchema(schema, name);
    if (property) {
      if (item === null && isNullDropped(property) && (!pruning.keepsNull || property.default !== undefined)) continue;
      setField(out, name, prune(item, property, [...path, name], pruning));
    } else if (schema['x-kubernetes-embedded-resource'] && name === 'metadata') out[name] = embeddedMetadata(item, [...path, name], pruning);
    else if (own.has(name) || isOpen(schema)) setField(out, name, item);
    else pruning.unknown.push([...path, name].join('.'));
  }
  return out;
}

function embeddedMetadata(value: unknown, path: readonly string[], pruning: Pruning): unknown {
  if (!pruning.metadata || value === null) return value;
  try {
    const decoded = decodeNative(value, pruning.metadata);
    pruning.unknown.push(...decoded.unknown.map((name) => [...path, name].join('.')));
    return decoded.value;
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(`${path.join('.')}: Invalid value: ${JSON.stringify(value)}: ${error.message}`);
    throw error;
  }
}

function isOpen(schema: JsonSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}

/** Null for a field that is not nullable stands for "not given". */
function isNullDropped(schema: JsonSchema): boolean {
  return schema.nullable !== true && (schema.type !== undefined || schema['x-kubernetes-int-or-string'] === true);
}

function withDefaults(value: unknown, schema: JsonSchema): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, schema.items ?? {}));
  if (!isObject(value)) return value;
  const out: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (ownField(out, name) === undefined && property.default !== undefined) out[name] = copyJson(property.default);
  }
  for (const [name, item] of Object.entries(out)) {
    const property = propertySchema(schema, name);
    if (property) setField(out, name, withDefaults(item, property));
  }
  return out;
}
