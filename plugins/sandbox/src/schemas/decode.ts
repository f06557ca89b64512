import { isObject, setField } from '@sherpack/field-set/field-schema';
import type { NativeField, NativeType } from './native-type.ts';
import { copyJson } from './json-path.ts';
import { canonicalQuantity } from './quantity.ts';

/** The body cannot be read as the kind; the message is that of Go's JSON decoder. */
export class DecodeError extends Error {}

export interface Decoded {
  readonly value: unknown;
  /** Paths of fields that the kind does not have; they are dropped from the value. */
  readonly unknown: readonly string[];
}

/** A place in the body, as a chain: its path is spelled out for messages only. */
interface Place {
  readonly up: Place | undefined;
  /** The field, key of a map, or index of a list by which it is reached. */
  readonly step: string | number;
  /** Go's decoder tells a path without indexes and keys of maps. */
  readonly isField: boolean;
  /** Name of the struct that has the field. */
  readonly struct: string;
}

interface Walk {
  readonly unknown: string[];
  readonly at: Place | undefined;
}

/**
 * Reads JSON as a built-in kind and gives it the form in which Go would write it back: unknown fields dropped, null as
 * absent, empty values left out or spelled out as the Go type says, quantities and binary data checked and canonical.
 */
export function decodeNative(value: unknown, type: NativeType): Decoded {
  const unknown: string[] = [];
  return { value: decode(value, type, { unknown, at: undefined }), unknown };
}

const zeros = new WeakMap<NativeType, unknown>();

/** The Go zero value as JSON: what an object of the kind looks like before anything is set. A copy for the caller's own use. */
export function zeroNative(type: NativeType): unknown {
  if (!zeros.has(type)) zeros.set(type, decodeNative({}, type).value);
  return copyJson(zeros.get(type));
}

function decode(value: unknown, type: NativeType, walk: Walk): unknown {
  switch (type.form) {
    case 'struct':
      return decodeStruct(value, type, walk);
    case 'list':
      return decodeList(value, type, walk);
    case 'map':
      return decodeMap(value, type, walk);
    case 'any':
    case 'object':
      return value;
    default:
      return decodeScalar(value, type, walk);
  }
}

function decodeStruct(value: unknown, type: NativeType, walk: Walk): unknown {
  if (!isObject(value)) throw mismatch(value, goStruct(type), walk);
  const out: Record<string, unknown> = {};
  const before = walk.unknown.length;
  const found: { name: string; paths: string[] }[] = [];
  const layout = layoutOf(type);
  for (const at of placesIn(value, layout)) {
    const field = layout.fields[at] as NativeField;
    const given = value[field.name];
    const encoded = given === undefined || given === null ? zeroOf(field) : decode(given, field.type, enter(walk, type, field.name));
    if (!isLeftOut(encoded, field)) out[field.name] = encoded;
    if (walk.unknown.length > before) found.push({ name: field.name, paths: walk.unknown.splice(before) });
  }
  for (const name of Object.keys(value)) {
    if (!layout.places.has(name)) walk.unknown.push([...pathOf(walk.at), name].join('.'));
    else if (found.length > 0) walk.unknown.push(...(found.find((below) => below.name === name)?.paths ?? []));
  }
  return out;
}

/** Of the many fields that a struct may have, most objects give a few. */
interface Layout {
  readonly fields: readonly NativeField[];
  readonly places: ReadonlyMap<string, number>;
  /** Places of those that are written even when they are not given. */
  readonly kept: readonly number[];
}

const layouts = new WeakMap<NativeType, Layout>();

function layoutOf(type: NativeType): Layout {
  const known = layouts.get(type);
  if (known) return known;
  const fields = [...(type.fields?.values() ?? [])];
  const kept = fields.flatMap((field, i) => (isLeftOut(zeroOf(field), field) ? [] : [i]));
  const layout = { fields, places: new Map(fields.map(({ name }, i) => [name, i])), kept };
  layouts.set(type, layout);
  return layout;
}

/** The fields to be looked at, in the order of the Go struct. */
function placesIn(value: Record<string, unknown>, { places, kept }: Layout): number[] {
  const found = [...kept];
  for (const name of Object.keys(value)) {
    const at = places.get(name);
    if (at !== undefined && !kept.includes(at)) found.push(at);
  }
  return found.sort((left, right) => left - right);
}

/** An inner struct's name replaces the outer one in messages, as Go reports the innermost struct. */
function enter(walk: Walk, type: NativeType, name: string): Walk {
  return { unknown: walk.unknown, at: { up: walk.at, step: name, isField: true, struct: type.name ?? '' } };
}

/** The next step of a list or a map. */
function step(walk: Walk, key: string | number): Walk {
  return { unknown: walk.unknown, at: { up: walk.at, step: key, isField: false, struct: walk.at?.struct ?? '' } };
}

function chainOf(place: Place | undefined): Place[] {
  const chain: Place[] = [];
  for (let at = place; at; at = at.up) chain.unshift(at);
  return chain;
}

/** Names with the indexes behind them: `spec`, `containers[0]`. */
function pathOf(place: Place | undefined): string[] {
  const path: string[] = [];
  for (const { step: part } of chainOf(place)) {
    if (typeof part === 'string') path.push(part);
    else path.push(`${path.pop() ?? ''}[${part}]`);
  }
  return path;
}

function zeroOf(field: NativeField): unknown {
  if (field.empty === 'null') return null;
  if (field.empty !== 'keep' && field.empty !== 'omit-struct') return undefined;
  switch (field.type.form) {
    case 'struct':
      return zeroNative(field.type);
    case 'string':
    case 'bytes':
      return field.default === undefined && field.type.form === 'bytes' ? null : '';
    case 'int32':
    case 'int64':
    case 'number':
    case 'intOrString':
      return 0;
    case 'boolean':
      return false;
    case 'quantity':
      return '0';
    default:
      return null;
  }
}

function isLeftOut(value: unknown, field: NativeField): boolean {
  if (value === undefined) return true;
  if (field.empty === 'pointer' || field.empty === 'keep' || field.empty === 'null') return false;
  if (field.empty === 'omit-struct' && field.type.form === 'time') return value === null;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0 && field.type.form !== 'struct' ? true : field.empty === 'omit-struct' && Object.keys(value).length === 0;
  return value === '' || value === 0 || value === 0n || value === false || value === null;
}

function decodeList(value: unknown, type: NativeType, walk: Walk): unknown {
  const item = type.item?.();
  if (!Array.isArray(value)) throw mismatch(value, goType(type), walk);
  return value.map((entry, i) => (item ? decodeItem(entry, item, step(walk, i)) : entry));
}

function decodeItem(value: unknown, type: NativeType, walk: Walk): unknown {
  if (value !== null) return decode(value, type, walk);
  if (type.form === 'struct') return zeroNative(type);
  return type.form === 'string' ? '' : null;
}

function decodeMap(value: unknown, type: NativeType, walk: Walk): unknown {
  const item = type.item?.();
  if (!isObject(value)) throw mismatch(value, goType(type), walk);
  const names = Object.keys(value);
  const decoded = new Map(names.map((key) => [key, item ? decodeItem(value[key], item, step(walk, key)) : value[key]]));
  const out: Record<string, unknown> = {};
  for (const key of names.sort()) setField(out, key, decoded.get(key));
  return out;
}

function decodeScalar(value: unknown, type: NativeType, walk: Walk): unknown {
  switch (type.form) {
    case 'string':
      return typeof value === 'string' ? value : fail(value, goType(type), walk);
    case 'time':
      return typeof value === 'string' ? decodeTime(value, type.micro === true) : fail(value, 'string', walk);
    case 'bytes':
      return typeof value === 'string' ? checkedBase64(value) : fail(value, '[]uint8', walk);
    case 'boolean':
      return typeof value === 'boolean' ? value : fail(value, 'bool', walk);
    case 'int32':
    case 'int64':
      return isInteger(value) ? value : fail(value, type.form, walk);
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? value : fail(value, 'float64', walk);
    case 'quantity':
      return decodeQuantity(value);
    default:
      return isInteger(value) || typeof value === 'string' ? value : fail(value, 'int32', walk);
  }
}

const timeForm = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

let lastTime = '';

/** Times are written back in UTC, to the second or to the microsecond. Most are the one that was read last. */
function decodeTime(text: string, micro: boolean): string {
  if (!micro && text === lastTime) return text;
  const time = canonicalTime(text, micro);
  if (!micro) lastTime = time;
  return time;
}

function canonicalTime(text: string, micro: boolean): string {
  const match = timeForm.exec(text);
  const fraction = match?.[7] ?? '';
  const at = match ? Date.parse(text) : Number.NaN;
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  if (Number.isNaN(at) || (micro && fraction.length !== 7)) throw new DecodeError(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(text)} as "2006"`);
  return `${new Date(at).toISOString().slice(0, 19)}${micro ? fraction : ''}Z`;
}

function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

function decodeQuantity(value: unknown): string {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const canonical = isText ? canonicalQuantity(String(value)) : undefined;
  if (canonical !== undefined) return canonical;
  throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

function checkedBase64(text: string): string {
  const compact = text.replace(/[\r\n]/g, '');
  const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact);
  if (valid) return compact;
  const at = compact.search(/[^A-Za-z0-9+/]/);
  throw new DecodeError(`illegal base64 data at input byte ${at < 0 ? compact.length - (compact.length % 4) : at}`);
}

function fail(value: unknown, type: string, walk: Walk): never {
  throw mismatch(value, type, walk);
}

function mismatch(value: unknown, type: string, walk: Walk): DecodeError {
  const fields = chainOf(walk.at).filter(({ isField }) => isField);
  const struct = fields.at(-1)?.struct.split('.').at(-1) ?? '';
  const where = fields.length === 0 ? 'Go value' : `Go struct field ${struct}.${fields.map((field) => field.step).join('.')}`;
  return new DecodeError(`json: cannot unmarshal ${jsonType(value)} into ${where} of type ${type}`);
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint' || typeof value === 'number') return Number.isInteger(Number(value)) ? 'number' : `number ${value}`;
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function goType(type: NativeType): string {
  const item = type.item?.();
  if (type.form === 'list') return `[]${item ? goType(item) : ''}`;
  if (type.form === 'map') return `map[string]${item ? goType(item) : ''}`;
  if (type.form === 'struct') return goStruct(type);
  return { time: 'v1.Time', bytes: '[]uint8', boolean: 'bool', quantity: 'resource.Quantity' }[type.form as string] ?? type.form;
}

function goStruct(type: NativeType): string {
  return type.name?.split('.').slice(-2).join('.') ?? 'struct';
}
