import { opaqueSchema, type FieldSchema } from '@sherpack/field-set/field-schema';
import type { CompactField, CompactType } from './compact-type.ts';

export type Form = 'string' | 'int32' | 'int64' | 'number' | 'boolean' | 'bytes' | 'time' | 'quantity' | 'intOrString' | 'object' | 'any' | 'struct' | 'map' | 'list';

/** A type of a built-in kind: what the decoder, the patches, server-side apply and OpenAPI need to know of it. */
export interface NativeType extends FieldSchema {
  readonly form: Form;
  /** Full name in OpenAPI, of structs only. */
  readonly name?: string;
  readonly fields?: ReadonlyMap<string, NativeField>;
  readonly required?: readonly string[];
  field?(name: string): FieldSchema | undefined;
  /** A time to the microsecond. */
  readonly micro?: boolean;
  /** Of a list or a map. */
  readonly item?: () => NativeType;
}

export interface NativeField {
  readonly name: string;
  readonly type: NativeType;
  /** When the JSON leaves the field out: when not given, when empty, as an empty struct, or never (then it is empty or null). */
  readonly empty: 'pointer' | 'omit' | 'omit-struct' | 'keep' | 'null';
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly values?: readonly string[];
  readonly default?: unknown;
  /** Number in protobuf; `2/1` is field 1 of the message in field 2. */
  readonly number?: string;
}

const empties = { p: 'pointer', v: 'omit', o: 'omit-struct', z: 'keep', n: 'null' } as const;
const numeric = new Set<string>(['int32', 'int64', 'number']);
const untyped = new Set<string>(['quantity', 'intOrString']);

/** Types by name, built on first use: a Pod reaches some two hundred of them. */
export class NativeTypes {
  readonly #table: Readonly<Record<string, CompactType>>;
  readonly #built = new Map<string, NativeType>();

  constructor(table: Readonly<Record<string, CompactType>>) {
    this.#table = table;
  }

  get(name: string): NativeType {
    const found = this.#built.get(name);
    if (found) return found;
    const compact = this.#table[name];
    const type = compact ? this.#build(name, compact) : scalarType('any');
    this.#built.set(name, type);
    return type;
  }

  #build(name: string, compact: CompactType): NativeType {
    if (name.endsWith('.RawExtension')) return scalarType('any');
    if (name.endsWith('.MicroTime')) return { ...scalarType('time'), micro: true };
    if (!compact.f) return scalarType((compact.t ?? 'any') as Form);
    return new StructType(name, compact, (field) => this.#fieldType(field));
  }

  #fieldType(field: CompactField): NativeType {
    return this.#typeOf(field.t, field);
  }

  #typeOf(code: string, field?: CompactField): NativeType {
    if (code.startsWith('@')) return mergedAs(this.get(code.slice(1)), field?.a);
    if (code.startsWith('[]')) return this.#listOf(code.slice(2), field);
    if (code.startsWith('{}')) return { kind: 'map', form: 'map', ...(field?.a ? { atomic: true } : {}), ...elementOf(() => this.#typeOf(code.slice(2))) };
    return scalarType(code as Form);
  }

  #listOf(code: string, field?: CompactField): NativeType {
    const element = elementOf(() => this.#typeOf(code));
    if (field?.l === 'set') return { kind: 'list', form: 'list', listType: 'set', ...element };
    if (field?.l !== 'map') return { kind: 'list', form: 'list', atomic: true, ...element };
    const keys = field.k ?? [];
    const defaults = this.#table[code.slice(1)]?.f ?? {};
    const keyDefaults = Object.fromEntries(keys.flatMap((key) => (defaults[key]?.d === undefined ? [] : [[key, defaults[key].d]])));
    return { kind: 'list', form: 'list', listType: 'map', keys, keyDefaults, ...element };
  }
}

class StructType implements NativeType {
  readonly kind = 'map';
  readonly form = 'struct';
  readonly name: string;
  readonly atomic: boolean;
  readonly required: readonly string[];
  readonly #compact: CompactType;
  readonly #typeOf: (field: CompactField) => NativeType;
  #fields: Map<string, NativeField> | undefined;

  constructor(name: string, compact: CompactType, typeOf: (field: CompactField) => NativeType) {
    this.name = name;
    this.atomic = compact.a === 1;
    this.required = compact.r ?? [];
    this.#compact = compact;
    this.#typeOf = typeOf;
  }

  get fields(): ReadonlyMap<string, NativeField> {
    this.#fields ??= new Map(Object.entries(this.#compact.f ?? {}).map(([name, field]) => [name, nativeField(name, field, this.#typeOf(field))]));
    return this.#fields;
  }

  field(name: string): FieldSchema | undefined {
    return this.fields.get(name)?.type;
  }
}

function nativeField(name: string, field: CompactField, type: NativeType): NativeField {
  return {
    name,
    type,
    empty: empties[field.e],
    ...(field.p === undefined ? {} : { patchStrategy: field.p }),
    ...(field.m === undefined ? {} : { patchMergeKey: field.m }),
    ...(field.n === undefined ? {} : { values: field.n }),
    ...(field.d === undefined ? {} : { default: field.d }),
    ...(field.b === undefined ? {} : { number: field.b }),
  };
}

/** Made on first use, because types may contain themselves, and once. */
function elementOf(make: () => NativeType): { item: () => NativeType; element: () => FieldSchema } {
  let made: NativeType | undefined;
  const item = (): NativeType => (made ??= make());
  return { item, element: item };
}

/** A struct which this one field merges as a whole, or by field, whatever the type itself says. */
function mergedAs(type: NativeType, atomic: 0 | 1 | undefined): NativeType {
  if (atomic === undefined || type.form !== 'struct' || Boolean(type.atomic) === Boolean(atomic)) return type;
  const fields = type.fields ?? new Map<string, NativeField>();
  return { kind: 'map', form: 'struct', atomic: atomic === 1, name: type.name ?? '', fields, required: type.required ?? [], field: (name) => type.field?.(name) };
}

function scalarType(form: Form): NativeType {
  if (form === 'any') return { ...opaqueSchema, form };
  if (form === 'object') return { kind: 'deduced', form };
  return { kind: 'scalar', form, scalar: scalarKind(form) };
}

function scalarKind(form: Form): 'string' | 'numeric' | 'boolean' | 'untyped' {
  if (untyped.has(form)) return 'untyped';
  if (numeric.has(form)) return 'numeric';
  return form === 'boolean' ? 'boolean' : 'string';
}
