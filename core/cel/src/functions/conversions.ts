import { Fault } from '../cel-error.ts';
import { INT_MAX, INT_MIN, toInt, toUint, Uint } from '../values/number.ts';
import { Duration, floorDivide, parseDuration, parseTimestamp, Timestamp } from '../values/time.ts';
import { define, defineForEach, traversal, type Overload } from './overload.ts';
import { doubleText } from './double-text.ts';

function same(value: unknown): unknown {
  return value;
}

function intFromDouble(value: number): bigint {
  if (!Number.isFinite(value) || value >= 2 ** 63 || value <= -(2 ** 63)) throw new Fault('integer overflow');
  return BigInt(Math.trunc(value));
}

function uintFromDouble(value: number): Uint {
  if (!Number.isFinite(value) || value < 0 || value >= 2 ** 64) throw new Fault('unsigned integer overflow');
  return new Uint(BigInt(Math.trunc(value)));
}

/** As cel-go says it, whatever is wrong with the text. */
function unreadable(type: string): Fault {
  return new Fault(`type conversion error from 'string' to '${type}'`);
}

function intFromText(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw unreadable('int');
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > INT_MAX || value < INT_MIN) throw unreadable('int');
  return value;
}

function uintFromText(text: string): Uint {
  if (!/^\d+$/.test(text)) throw unreadable('uint');
  return toUint(BigInt(text));
}

const specialDoubles: Readonly<Record<string, number>> = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity, infinity: Infinity, '+infinity': Infinity, '-infinity': -Infinity, nan: Number.NaN };

function doubleFromText(text: string): number {
  const special = specialDoubles[text.toLowerCase()];
  if (special !== undefined) return special;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw unreadable('double');
  return Number(text);
}

const truths: Readonly<Record<string, boolean>> = { 1: true, t: true, T: true, true: true, TRUE: true, True: true, 0: false, f: false, F: false, false: false, FALSE: false, False: false };

function boolFromText(text: string): boolean {
  const value = Object.hasOwn(truths, text) ? truths[text] : undefined;
  if (value === undefined) throw unreadable('bool');
  return value;
}

function textFromBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault('invalid UTF-8 in bytes, cannot convert to string');
  }
}

function timestampFromText(text: string): Timestamp {
  const time = parseTimestamp(text);
  if (!time) throw unreadable('google.protobuf.Timestamp');
  return time;
}

function durationFromText(text: string): Duration {
  const duration = parseDuration(text);
  if (!duration) throw unreadable('google.protobuf.Duration');
  return duration;
}

const seconds = 1_000_000_000n;

/** `int()`, `string()`, `timestamp()` and so on. */
export const conversions: readonly Overload[] = [
  ...['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map((type) => define(`${type}(${type}): ${type}`, same)),
  define('int(uint): int', (value: Uint) => toInt(value.value)),
  define('int(double): int', intFromDouble),
  define('int(string): int', intFromText),
  define('int(timestamp): int', (time: Timestamp) => floorDivide(time.nanos, seconds)),
  define('int(duration): int', (duration: Duration) => duration.nanos),
  define('uint(int): uint', (value: bigint) => toUint(value)),
  define('uint(double): uint', uintFromDouble),
  define('uint(string): uint', uintFromText),
  define('double(int): double', (value: bigint) => Number(value)),
  define('double(uint): double', (value: Uint) => Number(value.value)),
  define('double(string): double', doubleFromText),
  define('bool(string): bool', boolFromText),
  define('bytes(string): bytes', (text: string) => new TextEncoder().encode(text), traversal()),
  define('string(bytes): string', textFromBytes, traversal()),
  ...defineForEach(['int', 'bool', 'timestamp', 'duration'], 'string(§): string', (value: unknown) => String(value)),
  define('string(uint): string', (value: Uint) => String(value.value)),
  define('string(double): string', doubleText),
  define('timestamp(string): timestamp', timestampFromText),
  define('timestamp(int): timestamp', (value: bigint) => new Timestamp(value * seconds)),
  define('duration(string): duration', durationFromText),
  define('duration(int): duration', (value: bigint) => new Duration(value)),
];
