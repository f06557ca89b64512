import { Fault } from '../cel-error.ts';

const SECOND = 1_000_000_000n;
const DURATION_MAX = 9223372036854775807n;
const TIME_MIN = -62135596800n * SECOND;
const TIME_MAX = 253402300799n * SECOND + 999_999_999n;

/** CEL's `google.protobuf.Duration`, exact to the nanosecond. */
export class Duration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    if (nanos > DURATION_MAX || nanos < -DURATION_MAX - 1n) throw new Fault('integer overflow');
    this.nanos = nanos;
  }

  /** As protobuf writes it in JSON, and CEL's `string()`: `90.5s`. */
  toString(): string {
    return `${decimal(this.nanos)}s`;
  }
}

/** CEL's `google.protobuf.Timestamp`: nanoseconds since 1970 in UTC, years 1 to 9999. */
export class Timestamp {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    if (nanos < TIME_MIN || nanos > TIME_MAX) throw new Fault('timestamp overflow');
    this.nanos = nanos;
  }

  /** RFC 3339 in UTC, with as many digits of the second as there are. */
  toString(): string {
    const millis = floorDivide(this.nanos, 1_000_000n);
    const fraction = this.nanos - floorDivide(this.nanos, SECOND) * SECOND;
    const digits = fraction === 0n ? '' : `.${fraction.toString().padStart(9, '0').replace(/0+$/, '')}`;
    return `${new Date(Number(millis)).toISOString().slice(0, 19)}${digits}Z`;
  }
}

export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function decimal(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction === '' ? '' : `.${fraction}`}`;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** Undefined for a text that is not RFC 3339, or names a day or hour that does not exist. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = rfc3339.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const millis = Date.UTC(2000, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const date = new Date(millis);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zoneMinutes(zone);
  if (offset === undefined) return undefined;
  const nanos = BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return new Timestamp((BigInt(date.getTime()) - BigInt(offset) * 60_000n) * 1_000_000n + nanos);
}

/** Minutes east of UTC for `Z`, `+02:00`, `-08:30`; undefined for anything else. */
export function zoneMinutes(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0;
  const match = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (!match || Number(match[2]) > 23 || Number(match[3]) > 59) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

const units: Readonly<Record<string, bigint>> = { h: 3600n * SECOND, m: 60n * SECOND, s: SECOND, ms: 1_000_000n, us: 1000n, µs: 1000n, μs: 1000n, ns: 1n };

/** Go's `time.ParseDuration`: `1h30m`, `-1.5h`, `300ms`, `0`. Undefined for anything else. */
export function parseDuration(text: string): Duration | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return new Duration(0n);
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = 's'] of body.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = units[unit] ?? SECOND;
    nanos += BigInt(whole === '' ? '0' : whole) * size;
    if (fraction !== '') nanos += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  return new Duration(sign * nanos);
}
