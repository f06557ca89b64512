/**
 * What structured merge has to know of a type. `scalar` is a leaf; a `map` has declared fields, an element type for
 * all other keys, or both; a `list` is atomic, a set, or keyed (`keys`). `deduced` follows the value: objects merge per
 * field, lists are leaves; `opaque` is a leaf whatever the value. Atomic maps and lists are leaves.
 */
export interface FieldSchema {
  readonly kind: 'scalar' | 'map' | 'list' | 'deduced' | 'opaque';
  readonly scalar?: 'string' | 'numeric' | 'boolean' | 'untyped';
  readonly atomic?: boolean;
  readonly listType?: 'set' | 'map';
  readonly keys?: readonly string[];
  /** Values of keys that an item may leave out, such as `protocol: TCP`. */
  readonly keyDefaults?: Readonly<Record<string, unknown>>;
  field?(name: string): FieldSchema | undefined;
  element?(): FieldSchema | undefined;
}

export const deducedSchema: FieldSchema = { kind: 'deduced' };
export const opaqueSchema: FieldSchema = { kind: 'opaque' };

const untypedScalar: FieldSchema = { kind: 'scalar', scalar: 'untyped' };
const deducedMap: FieldSchema = { kind: 'map', element: () => deducedSchema };
const atomicList: FieldSchema = { kind: 'list', atomic: true, element: () => opaqueSchema };
const atomicMap: FieldSchema = { kind: 'map', atomic: true, element: () => opaqueSchema };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema that fits the value: the schema itself unless it follows the value. */
export function resolveSchema(schema: FieldSchema | undefined, value: unknown): FieldSchema {
  if (schema && schema.kind !== 'deduced' && schema.kind !== 'opaque') return schema;
  // What may be anything and is null counts as a map without fields.
  if (value === null && schema?.kind === 'deduced') return deducedMap;
  if (Array.isArray(value)) return atomicList;
  if (!isObject(value)) return untypedScalar;
  return schema?.kind === 'opaque' ? atomicMap : deducedMap;
}

/** A field of the object itself: `constructor` is a name as any other, and not what all objects inherit. */
export function ownField(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a field of the object itself, `__proto__` included. */
export function setField(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
  else object[name] = value;
}

export function isDeclaredField(schema: FieldSchema | undefined, name: string): boolean {
  return schema?.field?.(name) !== undefined;
}

/** The schema of a key of a map; undefined when the map does not know it. */
export function fieldSchema(schema: FieldSchema | undefined, name: string): FieldSchema | undefined {
  if (schema?.kind === 'deduced') return deducedSchema;
  return schema?.field?.(name) ?? (schema?.kind === 'map' ? schema.element?.() : undefined);
}

export function elementSchema(schema: FieldSchema | undefined): FieldSchema | undefined {
  return schema?.kind === 'list' ? schema.element?.() : undefined;
}
