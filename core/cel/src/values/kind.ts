import type { CelType } from '../cel-type.ts';
import { isCelMap } from './cel-map.ts';
import { Uint } from './number.ts';
import { Opaque, TypeValue } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';

/** The name of a value's type as `type(x)` gives it. */
export function typeNameOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: unknown): string {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof TypeValue) return 'type';
  if (value instanceof Opaque) return value.typeName;
  return isCelMap(value) ? 'map' : 'unknown';
}

const namesOfKinds: Readonly<Record<string, string>> = { null: 'null_type', timestamp: 'google.protobuf.Timestamp', duration: 'google.protobuf.Duration' };

/** Whether a value can be an argument of a parameter's type. Elements of lists are not looked at. */
export function fits(value: unknown, type: CelType): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'parameter':
      return true;
    case 'object':
    case 'map':
      return isCelMap(value);
    case 'opaque':
      return typeNameOf(value) === type.name;
    case 'type':
      return value instanceof TypeValue;
    default:
      return typeNameOf(value) === (namesOfKinds[type.kind] ?? type.kind);
  }
}

/** What `size()` gives, and what costs are counted by: characters, bytes, elements, entries; 1 for everything else. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return characterCount(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof Optional && value.hasValue) return sizeOf(value.value);
  if (value instanceof Opaque) return value.size;
  return isCelMap(value) ? value.size : 1;
}

export function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) count -= 1;
  }
  return count;
}
