import type { Wall } from './clock.ts';
import { DAYS, MONTHS, readLayout } from './layout.ts';

/** Go's Time.Format. */
export function formatTime(wall: Wall, layout: string): string {
  return readLayout(layout).map(({ prefix, chunk }) => prefix + (chunk === undefined ? '' : part(wall, chunk))).join('');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function twelve(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

const PARTS: Readonly<Record<string, (wall: Wall) => string>> = {
  January: ({ month }) => MONTHS[month - 1] ?? '',
  Jan: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  Monday: ({ weekday }) => DAYS[weekday] ?? '',
  Mon: ({ weekday }) => (DAYS[weekday] ?? '').slice(0, 3),
  2006: ({ year }) => (year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0')),
  '06': ({ year }) => two(Math.abs(year) % 100),
  '01': ({ month }) => two(month),
  1: ({ month }) => String(month),
  '02': ({ day }) => two(day),
  _2: ({ day }) => String(day).padStart(2),
  2: ({ day }) => String(day),
  __2: ({ yearDay }) => String(yearDay).padStart(3),
  '002': ({ yearDay }) => String(yearDay).padStart(3, '0'),
  15: ({ hour }) => two(hour),
  '03': ({ hour }) => two(twelve(hour)),
  3: ({ hour }) => String(twelve(hour)),
  '04': ({ minute }) => two(minute),
  4: ({ minute }) => String(minute),
  '05': ({ second }) => two(second),
  5: ({ second }) => String(second),
  PM: ({ hour }) => (hour >= 12 ? 'PM' : 'AM'),
  pm: ({ hour }) => (hour >= 12 ? 'pm' : 'am'),
  MST: ({ zoneName, offset }) => (zoneName === '' ? offsetText(offset, '-0700') : zoneName),
};

function part(wall: Wall, chunk: string): string {
  const known = PARTS[chunk];
  if (known !== undefined) return known(wall);
  if (chunk.startsWith('.') || chunk.startsWith(',')) return fraction(wall.nanosecond, chunk);
  return chunk.startsWith('Z') && wall.offset === 0 ? 'Z' : offsetText(wall.offset, chunk);
}

function fraction(nanosecond: number, chunk: string): string {
  const digits = String(nanosecond).padStart(9, '0').slice(0, chunk.length - 1);
  if (!chunk.endsWith('9')) return chunk[0] + digits.padEnd(chunk.length - 1, '0');
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : chunk[0] + kept;
}

/** `-07:00`, `-0700`, `-07`, and with seconds. */
function offsetText(offset: number, chunk: string): string {
  const size = Math.abs(offset);
  const colon = chunk.includes(':') ? ':' : '';
  const hours = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}`;
  const digits = chunk.replaceAll(/\D/g, '').length;
  if (digits === 2) return hours;
  const minutes = `${hours}${colon}${two(Math.floor(size / 60) % 60)}`;
  return digits === 6 ? `${minutes}${colon}${two(size % 60)}` : minutes;
}
