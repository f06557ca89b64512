import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { fromNanoseconds, Time, zeroTime } from '../objects/time.ts';
import { durationText, parseDuration, roundDuration, roundTo } from '../time/duration.ts';
import { parseTime } from '../time/parse-time.ts';
import { findZone, localZone, UTC } from '../time/zone.ts';
import { Int } from '../value/int.ts';
import { fn, type FunctionGroup } from './signature.ts';

const SECOND = 1_000_000_000n;

function now(frame: Frame): Time {
  return fromNanoseconds(BigInt(Math.trunc(frame.run.options.answers.now())) * 1_000_000n, localZone());
}

/** A time, or an integer of seconds since the epoch; anything else is now. */
function timeOf(frame: Frame, value: unknown): Time {
  if (value instanceof Time) return value;
  return value instanceof Int && ['int', 'int32', 'int64'].includes(value.type) ? new Time(Number(value.value), 0, localZone()) : now(frame);
}

function dateInZone(frame: Frame, layout: string, value: unknown, zone: string): string {
  return timeOf(frame, value).in(findZone(zone) ?? UTC).format(layout);
}

/** The moment as it was if the duration cannot be read. */
function dateModify(_frame: Frame, span: string, time: Time): Time {
  try {
    return time.add(parseDuration(span));
  } catch (error) {
    if (error instanceof FunctionError) return time;
    throw error;
  }
}

function readTime(layout: string, text: string): Time {
  const { seconds, nanosecond, zone } = parseTime(layout, text, localZone());
  return new Time(seconds, nanosecond, zone);
}

function toDate(_frame: Frame, layout: string, text: string): Time {
  try {
    return readTime(layout, text);
  } catch (error) {
    if (error instanceof FunctionError) return zeroTime();
    throw error;
  }
}

/** Seconds as an int64 or a text; everything else, an int too, counts as 0. */
function duration(value: unknown): string {
  if (typeof value === 'string') return durationText(/^[+-]?\d+$/.test(value) ? BigInt.asIntN(64, BigInt(value.replace('+', '')) * SECOND) : 0n);
  return durationText(value instanceof Int && value.type === 'int64' ? value.value * SECOND : 0n);
}

function durationRound(frame: Frame, value: unknown): string {
  if (value instanceof Time) return roundDuration(now(frame).nanoseconds() - value.nanoseconds());
  if (value instanceof Int && value.type === 'int64') return roundDuration(value.value);
  if (typeof value !== 'string') return '0s';
  try {
    return roundDuration(parseDuration(value));
  } catch (error) {
    if (error instanceof FunctionError) return '0s';
    throw error;
  }
}

const inZone = fn('string any string', dateInZone);
const modify = fn('string time', dateModify);
const mustModify = fn('string time', (_frame, span: string, time: Time) => time.add(parseDuration(span)));

export const dates: FunctionGroup = {
  now: fn('', (frame) => now(frame)),
  date: fn('string any', (frame, layout: string, value: unknown) => dateInZone(frame, layout, value, 'Local')),
  dateInZone: inZone, date_in_zone: inZone,
  htmlDate: fn('any', (frame, value: unknown) => dateInZone(frame, '2006-01-02', value, 'Local')),
  htmlDateInZone: fn('any string', (frame, value: unknown, zone: string) => dateInZone(frame, '2006-01-02', value, zone)),
  dateModify: modify, date_modify: modify, mustDateModify: mustModify, must_date_modify: mustModify,
  toDate: fn('string string', toDate),
  mustToDate: fn('string string', (_frame, layout: string, text: string) => readTime(layout, text)),
  unixEpoch: fn('time', (_frame, time: Time) => String(time.seconds)),
  ago: fn('any', (frame, value: unknown) => durationText(roundTo(now(frame).nanoseconds() - timeOf(frame, value).nanoseconds(), SECOND))),
  duration: fn('any', (_frame, value: unknown) => duration(value)),
  durationRound: fn('any', durationRound),
};
