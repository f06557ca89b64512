import { Fault } from '../cel-error.ts';
import { Duration, floorDivide, Timestamp, zoneMinutes } from '../values/time.ts';
import { define, type Overload } from './overload.ts';

const HOUR = 3_600_000_000_000n;

/** The wall clock of a zone, as a date whose UTC fields are to be read. */
function wallClock(time: Timestamp, zone: string): Date {
  const millis = Number(floorDivide(time.nanos, 1_000_000n));
  const minutes = zone === 'UTC' || zone === '' ? 0 : zoneMinutes(zone);
  return new Date(millis + (minutes ?? namedZoneMinutes(millis, zone)) * 60_000);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short' } as const;
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
    formats.set(zone, format);
    return format;
  } catch {
    throw new Fault(`unknown time zone ${zone}`);
  }
}

function namedZoneMinutes(millis: number, zone: string): number {
  const parts = Object.fromEntries(zoneFormat(zone).formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']);
  return Math.round((local - Math.floor(millis / 1000) * 1000) / 60_000);
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
}

const accessors: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: dayOfYear,
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};

/** Parts of times, in UTC or a zone, and of durations. */
export const timeAccessors: readonly Overload[] = [
  ...Object.entries(accessors).flatMap(([name, part]) => [
    define(`timestamp->${name}(): int`, (time: Timestamp) => BigInt(part(wallClock(time, 'UTC')))),
    define(`timestamp->${name}(string): int`, (time: Timestamp, zone: string) => BigInt(part(wallClock(time, zone)))),
  ]),
  define('duration->getHours(): int', (duration: Duration) => duration.nanos / HOUR),
  define('duration->getMinutes(): int', (duration: Duration) => duration.nanos / (HOUR / 60n)),
  define('duration->getSeconds(): int', (duration: Duration) => duration.nanos / (HOUR / 3600n)),
  define('duration->getMilliseconds(): int', (duration: Duration) => (duration.nanos / 1_000_000n) % 1000n),
];
