import type { Catalog } from '../schemas/catalog.ts';
import type { NativeField, NativeType } from '../schemas/native-type.ts';
import type { Resource } from '../schemas/resource.ts';
import { badRequest } from './status-error.ts';

/**
 * Reads the protobuf form in which kubectl sends what it makes itself (`kubectl create`, `run`, `auth can-i`): the bytes
 * `k8s\0` and a runtime.Unknown with kind and body. Answers are JSON, which every client accepts.
 */
export function readProtobuf(body: Uint8Array, resource: Resource, subresource: string | undefined, catalog: Catalog): unknown {
  if (Buffer.from(body.subarray(0, 4)).toString('latin1') !== 'k8s\0') throw badRequest('the body is not in the protobuf form of Kubernetes');
  const envelope = new Message(body.subarray(4));
  const typeMeta = new Message(envelope.bytes(1) ?? new Uint8Array());
  const head = { apiVersion: text(typeMeta.bytes(1)), kind: text(typeMeta.bytes(2)) };
  const type = bodyType(head.kind, resource, subresource, catalog);
  if (!type) throw badRequest('custom resources have no protobuf form');
  return { ...head, ...(readStruct(new Message(envelope.bytes(2) ?? new Uint8Array()), type) as object) };
}

function bodyType(kind: string, resource: Resource, subresource: string | undefined, catalog: Catalog): NativeType | undefined {
  if (kind === 'DeleteOptions') return catalog.types.get('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions');
  const name = subresource === undefined ? undefined : catalog.subType(resource, subresource);
  return name === undefined ? resource.native : catalog.types.get(name);
}

type Wire = bigint | Uint8Array;

/** The fields of one message by number, in order. */
class Message {
  readonly #fields = new Map<number, Wire[]>();

  constructor(bytes: Uint8Array) {
    const reader = new Reader(bytes);
    while (!reader.done) {
      const tag = Number(reader.varint());
      const value = reader.value(tag & 7);
      this.#fields.set(tag >> 3, [...(this.#fields.get(tag >> 3) ?? []), value]);
    }
  }

  all(number: number): readonly Wire[] {
    return this.#fields.get(number) ?? [];
  }

  bytes(number: number): Uint8Array | undefined {
    const value = this.all(number).at(-1);
    return value instanceof Uint8Array ? value : undefined;
  }

  integer(number: number): bigint | undefined {
    const value = this.all(number).at(-1);
    return typeof value === 'bigint' ? value : undefined;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || shift > 63n) throw badRequest('the protobuf body is cut off');
      this.#at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
  }

  value(wireType: number): Wire {
    if (wireType === 0) return this.varint();
    if (wireType === 1) return this.#take(8);
    if (wireType === 5) return this.#take(4);
    if (wireType === 2) return this.#take(Number(this.varint()));
    throw badRequest(`the protobuf body has the unknown wire type ${wireType}`);
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw badRequest('the protobuf body is cut off');
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

function readStruct(message: Message, type: NativeType): unknown {
  const out: Record<string, unknown> = {};
  for (const field of type.fields?.values() ?? []) {
    const value = readField(message, field);
    if (value !== undefined) out[field.name] = value;
  }
  return out;
}

/** Fields that JSON inlines lie in a message of their own. */
function readField(message: Message, field: NativeField): unknown {
  if (field.number === undefined) return undefined;
  const path = field.number.split('/').map(Number);
  let holder: Message | undefined = message;
  for (const number of path.slice(0, -1)) {
    const inner: Uint8Array | undefined = holder?.bytes(number);
    holder = inner && new Message(inner);
  }
  const values = holder?.all(path.at(-1) ?? 0) ?? [];
  return values.length === 0 ? undefined : readValues(values, field.type);
}

function readValues(values: readonly Wire[], type: NativeType): unknown {
  const item = type.item?.();
  if (type.form === 'list' && item) return values.flatMap((value) => readItems(value, item));
  if (type.form === 'map' && item) return Object.fromEntries(values.map((value) => readEntry(value, item)));
  return readValue(values.at(-1) as Wire, type);
}

/** A list of numbers may come packed into one value. */
function readItems(value: Wire, item: NativeType): unknown[] {
  const isNumber = item.form === 'int32' || item.form === 'int64';
  if (!isNumber || !(value instanceof Uint8Array)) return [readValue(value, item)];
  const reader = new Reader(value);
  const out: unknown[] = [];
  while (!reader.done) out.push(number(reader.varint()));
  return out;
}

/** A list as the value of a map is a message with its items in field 1. */
function readEntry(value: Wire, item: NativeType): [string, unknown] {
  const entry = new Message(value as Uint8Array);
  const held = entry.all(2).at(-1) ?? new Uint8Array();
  const inner = item.item?.();
  if (item.form === 'list' && inner) return [text(entry.bytes(1)), new Message(held as Uint8Array).all(1).map((part) => readValue(part, inner))];
  return [text(entry.bytes(1)), readValue(held, item)];
}

function readValue(value: Wire, type: NativeType): unknown {
  if (typeof value === 'bigint') return type.form === 'boolean' ? value !== 0n : number(value);
  switch (type.form) {
    case 'struct':
      return readStruct(new Message(value), type);
    case 'bytes':
      return Buffer.from(value).toString('base64');
    case 'time':
      return readTime(new Message(value));
    case 'quantity':
      return text(new Message(value).bytes(1));
    case 'intOrString':
      return readIntOrString(new Message(value));
    case 'object':
    case 'any':
      return JSON.parse(text(new Message(value).bytes(1)) || 'null');
    case 'number':
      return Buffer.from(value).readDoubleLE();
    default:
      return text(value);
  }
}

function number(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function readTime(message: Message): string | null {
  const seconds = message.integer(1);
  if (seconds === undefined) return null;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

function readIntOrString(message: Message): unknown {
  return message.integer(1) === 1n ? text(message.bytes(3)) : number(message.integer(2) ?? 0n);
}
