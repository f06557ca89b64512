import { anyUnpack, type Any } from '@bufbuild/protobuf/wkt';
import type { MapValue_Entry, Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import { getTestRegistry } from '@bufbuild/cel-spec/testdata/registry.js';
import { EntryMap } from '../src/values/cel-map.ts';
import { Uint } from '../src/values/number.ts';
import { TypeValue } from '../src/values/opaque.ts';
import { Duration, Timestamp } from '../src/values/time.ts';

const registry = getTestRegistry();

/** A value of the suite as a CEL value of ours; undefined for messages, which expressions here do not know. */
export function fromProto(value: Value): unknown {
  const { kind } = value;
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'uint64Value':
      return new Uint(kind.value);
    case 'listValue':
      return kind.value.values.map(fromProto);
    case 'mapValue':
      return mapOf(kind.value.entries);
    case 'typeValue':
      return new TypeValue(kind.value);
    case 'objectValue':
      return fromMessage(kind.value);
    case 'enumValue':
    case undefined:
      return undefined;
    default:
      return kind.value;
  }
}

function mapOf(entries: readonly MapValue_Entry[]): EntryMap {
  const map = new EntryMap();
  for (const { key, value } of entries) map.add(key && fromProto(key), value && fromProto(value));
  return map;
}

function fromMessage(any: Any): unknown {
  const message = anyUnpack(any, registry);
  if (message?.$typeName === 'google.protobuf.Timestamp') return new Timestamp(nanosOf(message));
  return message?.$typeName === 'google.protobuf.Duration' ? new Duration(nanosOf(message)) : undefined;
}

function nanosOf(message: object): bigint {
  const { seconds, nanos } = message as { seconds: bigint; nanos: number };
  return seconds * 1_000_000_000n + BigInt(nanos);
}
