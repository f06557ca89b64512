import { Fault } from '../cel-error.ts';
import { dyn, fieldOf, type CelType, type ObjectType } from '../cel-type.ts';
import { isCelMap, type CelMap } from './cel-map.ts';
import { keepListType } from './list-type.ts';
import { Uint } from './number.ts';
import { Opaque, TypeValue } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, parseDuration, parseTimestamp, Timestamp } from './time.ts';

/**
 * A JSON value as a CEL value of a type. Objects are converted as far as they are read. Numbers become ints where the type says so,
 * and without a type where they are whole.
 * @throws Fault for a text that is not of its format
 */
export function fromJson(value: unknown, type: CelType): unknown {
  switch (typeof value) {
    case 'number':
      return type.kind === 'double' || !Number.isSafeInteger(value) ? value : BigInt(value);
    case 'bigint':
      return type.kind === 'double' ? Number(value) : value;
    case 'string':
      return fromText(value, type);
    case 'object':
      return fromStructure(value, type);
    default:
      return value;
  }
}

function fromText(text: string, type: CelType): unknown {
  switch (type.kind) {
    case 'bytes':
      return fromBase64(text);
    case 'duration':
      return parseDuration(text) ?? failed('Duration', text);
    case 'timestamp':
      return parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text) ?? failed('Timestamp', text);
    default:
      return text;
  }
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return failed('byte', text);
  }
}

function failed(format: string, text: string): never {
  throw new Fault(`Invalid ${format}, value: ${JSON.stringify(text)}`);
}

function fromStructure(value: object | null, type: CelType): unknown {
  if (value instanceof Optional) return value.hasValue ? Optional.of(fromJson(value.value, type.kind === 'opaque' ? (type.parameters[0] ?? dyn) : dyn)) : value;
  if (value === null || isCelValue(value)) return value;
  if (Array.isArray(value)) {
    const element = type.kind === 'list' ? type.element : dyn;
    return keepListType(value.map((item) => fromJson(item, element)), type);
  }
  return type.kind === 'object' ? new JsonObject(value as Record<string, unknown>, type) : new JsonMap(value as Record<string, unknown>, type.kind === 'map' ? type.value : dyn);
}

function isCelValue(value: object): boolean {
  return value instanceof Uint8Array || value instanceof Uint || value instanceof Timestamp || value instanceof Duration || value instanceof TypeValue || value instanceof Opaque || isCelMap(value);
}

/** A JSON object with any keys. */
class JsonMap implements CelMap {
  readonly isObject = false;
  private readonly source: Readonly<Record<string, unknown>>;
  private readonly valueType: CelType;
  private readonly read = new Map<string, unknown>();

  constructor(source: Readonly<Record<string, unknown>>, valueType: CelType) {
    this.source = source;
    this.valueType = valueType;
  }

  get size(): number {
    return this.keys().length;
  }

  get(key: unknown): unknown {
    if (typeof key !== 'string' || !Object.hasOwn(this.source, key)) return undefined;
    if (!this.read.has(key)) this.read.set(key, fromJson(this.source[key], this.valueType));
    return this.read.get(key);
  }

  has(key: unknown): boolean {
    return typeof key === 'string' && Object.hasOwn(this.source, key) && this.source[key] !== undefined;
  }

  keys(): readonly string[] {
    return Object.keys(this.source).filter((key) => this.source[key] !== undefined);
  }
}

/** A JSON object with declared fields, which expressions reach by their escaped names. */
class JsonObject implements CelMap {
  readonly isObject = true;
  private readonly source: Readonly<Record<string, unknown>>;
  private readonly type: ObjectType;
  private readonly read = new Map<string, unknown>();

  constructor(source: Readonly<Record<string, unknown>>, type: ObjectType) {
    this.source = source;
    this.type = type;
  }

  get size(): number {
    return this.keys().length;
  }

  private property(name: unknown): string | undefined {
    if (typeof name !== 'string') return undefined;
    const property = fieldOf(this.type, name)?.property ?? (this.type.isOpen ? name : undefined);
    return property !== undefined && Object.hasOwn(this.source, property) && this.source[property] !== undefined ? property : undefined;
  }

  get(name: unknown): unknown {
    const property = this.property(name);
    if (property === undefined) return undefined;
    if (!this.read.has(property)) this.read.set(property, fromJson(this.source[property], fieldOf(this.type, String(name))?.type ?? dyn));
    return this.read.get(property);
  }

  has(name: unknown): boolean {
    return this.property(name) !== undefined;
  }

  keys(): readonly string[] {
    const declared = [...this.type.fields.keys()].filter((name) => this.has(name));
    if (!this.type.isOpen) return declared;
    const known = new Set([...this.type.fields.values()].map(({ property }) => property));
    return [...declared, ...Object.keys(this.source).filter((name) => !known.has(name) && this.source[name] !== undefined)];
  }
}
