import { isCelMap } from './cel-map.ts';
import { Uint } from './number.ts';
import { Opaque, TypeValue } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { Work } from './work.ts';

/**
 * A CEL value as plain data: integers as numbers while these are exact and as bigints beyond, times and durations as text, bytes as
 * base64, an optional as its value or null.
 * @throws Fault of kind `limit` for a value that unfolds to more than a million parts
 */
export function toJson(value: unknown): unknown {
  return plain(value, new Work());
}

function plain(value: unknown, work: Work): unknown {
  work.step();
  if (typeof value === 'bigint') return exact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, work));
  if (isCelMap(value)) return Object.fromEntries(value.keys().map((key) => [String(plain(key, work)), plain(value.get(key), work)]));
  if (value instanceof Uint) return exact(value.value);
  if (value instanceof Uint8Array) return btoa([...value].map((byte) => String.fromCharCode(byte)).join(''));
  if (value instanceof Optional) return value.hasValue ? plain(value.value, work) : null;
  if (value instanceof TypeValue) return value.name;
  return value instanceof Timestamp || value instanceof Duration || value instanceof Opaque ? String(value) : value;
}

function exact(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;
}
