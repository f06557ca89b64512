import { Duration } from '../objects/time.ts';
import { FunctionError } from '../run/failure.ts';
import { typeName } from '../value/kind.ts';
import { Int, int64 } from '../value/int.ts';
import { parseDuration, roundTo } from '../time/duration.ts';
import { parseFloat64 } from './cast.ts';
import { quote } from '../format/quote.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';

const SECOND = 1_000_000_000n;
const MOST = 2n ** 63n - 1n;

/** Nanoseconds: durations as they are, texts as Go reads them, numbers as seconds. */
function asDuration(value: unknown): bigint {
  if (value instanceof Duration) return value.nanoseconds;
  if (typeof value === 'string') return fromText(value);
  if (value instanceof Int) return inRange(value.value * SECOND);
  if (typeof value === 'number') return fromSeconds(value);
  throw new FunctionError(value === null ? 'invalid duration' : `unsupported duration type ${typeName(value)}`);
}

function fromText(given: string): bigint {
  const text = given.trim();
  if (text === '') throw new FunctionError('empty duration');
  const seconds = parseFloat64(text);
  if (seconds !== undefined && text !== '0') return fromSeconds(seconds);
  try {
    return parseDuration(text);
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError(`could not parse duration ${quote(given)}`) : error;
  }
}

function fromSeconds(seconds: number): bigint {
  if (!Number.isFinite(seconds)) throw new FunctionError(`invalid duration seconds: ${seconds}`);
  return inRange(BigInt(Math.trunc(seconds * 1e9)));
}

function inRange(nanoseconds: bigint): bigint {
  if (nanoseconds > MOST || nanoseconds < -MOST - 1n) throw new FunctionError('duration seconds overflow');
  return nanoseconds;
}

function lenient(value: unknown, otherwise: bigint): bigint {
  try {
    return asDuration(value);
  } catch (error) {
    if (error instanceof FunctionError) return otherwise;
    throw error;
  }
}

function float(unit: number): Signature {
  return fn('any', (_frame, value: unknown) => Number(lenient(value, 0n)) / unit);
}

function whole(unit: bigint): Signature {
  return fn('any', (_frame, value: unknown) => int64(lenient(value, 0n) / unit));
}

/** A multiple that cannot be read leaves the duration as it is. */
function multiple(work: (nanoseconds: bigint, multiple: bigint) => bigint): Signature {
  return fn('any any', (_frame, value: unknown, of: unknown) => {
    const nanoseconds = lenient(value, 0n);
    const step = lenient(of, 0n);
    return new Duration(step <= 0n ? nanoseconds : work(nanoseconds, step));
  });
}

/** Of the Helm that comes after 4.2. */
export const durations: FunctionGroup = {
  mustToDuration: fn('any', (_frame, value: unknown) => new Duration(asDuration(value))),
  durationNanoseconds: whole(1n),
  durationMicroseconds: whole(1000n),
  durationMilliseconds: whole(1_000_000n),
  durationSeconds: float(1e9),
  durationMinutes: float(6e10),
  durationHours: float(3.6e12),
  durationDays: float(8.64e13),
  durationWeeks: float(6.048e14),
  durationRoundTo: multiple(roundTo),
  durationTruncateTo: multiple((nanoseconds, step) => nanoseconds - nanoseconds % step),
};
