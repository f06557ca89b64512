import type { Zone } from './zone.ts';

/** A moment as a clock in a zone shows it. */
export interface Wall {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly offset: number;
  readonly zoneName: string;
}

const DAY = 86_400;

export function wallOf(seconds: number, nanosecond: number, zone: Zone): Wall {
  const offset = zone.offset(seconds);
  const at = new Date((seconds + offset) * 1000);
  const year = at.getUTCFullYear();
  return {
    year, month: at.getUTCMonth() + 1, day: at.getUTCDate(), weekday: at.getUTCDay(),
    yearDay: Math.floor((seconds + offset - secondsOf(year, 1, 1)) / DAY) + 1,
    hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds(), nanosecond, offset, zoneName: zone.abbreviation(seconds),
  };
}

/** Seconds since the epoch of a date in UTC; months and days may be beyond their range. */
export function secondsOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  return Math.floor(at.getTime() / 1000);
}

/** Seconds since the epoch at which a clock in the zone shows this. */
export function secondsInZone(utc: number, zone: Zone): number {
  const guess = utc - zone.offset(utc);
  const offset = zone.offset(guess);
  return utc - offset;
}
