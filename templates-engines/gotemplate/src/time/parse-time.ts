import { FunctionError } from '../run/failure.ts';
import { secondsInZone, secondsOf } from './clock.ts';
import { DAYS, MONTHS, readLayout, type Chunk } from './layout.ts';
import { fixedZone, UTC, type Zone } from './zone.ts';

interface Fields {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon: boolean | undefined;
  offset: number | undefined;
  zoneName: string;
}

export interface Moment {
  readonly seconds: number;
  readonly nanosecond: number;
  readonly zone: Zone;
}

type Reader = readonly [RegExp, (fields: Fields, found: string) => void];

function numberField(name: 'year' | 'month' | 'day' | 'yearDay' | 'hour' | 'minute' | 'second'): (fields: Fields, found: string) => void {
  return (fields, found) => {
    fields[name] = Number(found);
  };
}

function nameField(names: readonly string[], set: (fields: Fields, index: number) => void, length?: number): Reader {
  const shown = names.map((name) => name.slice(0, length));
  return [new RegExp(`^(?:${shown.join('|')})`, 'i'), (fields, found) => set(fields, shown.findIndex((name) => name.toLowerCase() === found.toLowerCase()))];
}

function setMonth(fields: Fields, index: number): void {
  fields.month = index + 1;
}

function ignore(): void {
  // The day of the week says nothing that the date does not.
}

const PARTS: Readonly<Record<string, Reader>> = {
  2006: [/^\d{4}/, numberField('year')],
  '06': [/^\d\d/, (fields, found) => {
    fields.year = Number(found) + (Number(found) >= 69 ? 1900 : 2000);
  }],
  January: nameField(MONTHS, setMonth),
  Jan: nameField(MONTHS, setMonth, 3),
  Monday: nameField(DAYS, ignore),
  Mon: nameField(DAYS, ignore, 3),
  '01': [/^\d\d/, numberField('month')], 1: [/^\d\d?/, numberField('month')],
  '02': [/^\d\d/, numberField('day')], 2: [/^\d\d?/, numberField('day')], _2: [/^ ?\d\d?/, numberField('day')],
  '002': [/^\d{3}/, numberField('yearDay')], __2: [/^ {0,2}\d{1,3}/, numberField('yearDay')],
  15: [/^\d\d?/, numberField('hour')], '03': [/^\d\d/, numberField('hour')], 3: [/^\d\d?/, numberField('hour')],
  '04': [/^\d\d/, numberField('minute')], 4: [/^\d\d?/, numberField('minute')],
  '05': [/^\d\d/, numberField('second')], 5: [/^\d\d?/, numberField('second')],
  PM: [/^(?:AM|PM)/, (fields, found) => {
    fields.afternoon = found === 'PM';
  }],
  pm: [/^(?:am|pm)/, (fields, found) => {
    fields.afternoon = found === 'pm';
  }],
  MST: [/^(?:[A-Z]{3,5}|[+-]\d\d)/, (fields, found) => {
    fields.zoneName = found;
  }],
};

const OFFSETS: Readonly<Record<string, RegExp>> = {
  '-07': /^[+-]\d\d/, '-0700': /^[+-]\d{4}/, '-07:00': /^[+-]\d\d:\d\d/, '-070000': /^[+-]\d{6}/, '-07:00:00': /^[+-]\d\d:\d\d:\d\d/,
};

/**
 * Go's time.ParseInLocation.
 *
 * @throws FunctionError in Go's words
 */
export function parseTime(layout: string, value: string, zone: Zone): Moment {
  const fields: Fields = { year: 0, month: 1, day: 1, yearDay: 0, hour: 0, minute: 0, second: 0, nanosecond: 0, afternoon: undefined, offset: undefined, zoneName: '' };
  let rest = value;
  const complain = (what: string): never => {
    throw new FunctionError(`parsing time ${JSON.stringify(value)}${what}`);
  };
  for (const [index, part] of readLayout(layout).entries()) {
    if (!rest.startsWith(part.prefix)) complain(` as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part.prefix)}`);
    rest = rest.slice(part.prefix.length);
    if (part.chunk === undefined) break;
    const taken = take(fields, part, rest, readLayout(layout)[index + 1]);
    if (taken === undefined) return complain(` as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part.chunk)}`);
    rest = rest.slice(taken);
  }
  if (rest !== '') complain(`: extra text: ${JSON.stringify(rest)}`);
  const wrong = outOfRange(fields);
  if (wrong !== undefined) complain(`: ${wrong} out of range`);
  return moment(fields, zone);
}

/** @returns how much of the text belongs to the part */
function take(fields: Fields, { chunk = '' }: Chunk, rest: string, next: Chunk | undefined): number | undefined {
  if (chunk.startsWith('.') || chunk.startsWith(',')) return takeFraction(fields, chunk, rest);
  const known = PARTS[chunk];
  if (known === undefined) return takeOffset(fields, chunk, rest);
  const found = known[0].exec(rest)?.[0];
  if (found === undefined) return undefined;
  known[1](fields, found);
  const seconds = chunk === '05' || chunk === '5';
  // Fractions of a second are read even where the layout has none.
  if (!seconds || /^[.,]/.test(next?.prefix === '' ? next.chunk ?? '' : '')) return found.length;
  const fraction = /^[.,]\d+/.exec(rest.slice(found.length))?.[0] ?? '';
  if (fraction !== '') fields.nanosecond = Number(fraction.slice(1, 10).padEnd(9, '0'));
  return found.length + fraction.length;
}

function takeFraction(fields: Fields, chunk: string, rest: string): number | undefined {
  const exact = chunk.endsWith('0');
  const found = (exact ? new RegExp(`^[.,]\\d{${chunk.length - 1}}`) : /^[.,]\d+/).exec(rest)?.[0];
  if (found === undefined) return exact ? undefined : 0;
  fields.nanosecond = Number(found.slice(1, 10).padEnd(9, '0'));
  return found.length;
}

function takeOffset(fields: Fields, chunk: string, rest: string): number | undefined {
  if (chunk.startsWith('Z') && rest.startsWith('Z')) {
    fields.offset = 0;
    return 1;
  }
  const found = OFFSETS[chunk.replace('Z', '-')]?.exec(rest)?.[0];
  if (found === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (found.slice(1).replaceAll(':', '').match(/\d\d/g) ?? []).map(Number);
  fields.offset = (found.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  return found.length;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function outOfRange({ year, month, day, hour, minute, second }: Fields): string | undefined {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month < 1 || month > 12) return 'month';
  if (day < 1 || day > (month === 2 && leap ? 29 : MONTH_DAYS[month - 1] ?? 31)) return 'day';
  if (hour > 23) return 'hour';
  if (minute > 59) return 'minute';
  return second > 59 ? 'second' : undefined;
}

function moment(fields: Fields, zone: Zone): Moment {
  const { year, afternoon, minute, second, nanosecond, offset, zoneName } = fields;
  const hour = afternoon === undefined ? fields.hour : (fields.hour % 12) + (afternoon ? 12 : 0);
  const [month, day] = fields.yearDay > 0 ? [1, fields.yearDay] : [fields.month, fields.day];
  const utc = secondsOf(year, month, day, hour, minute, second);
  if (offset !== undefined) {
    const seconds = utc - offset;
    if (offset === 0) return { seconds, nanosecond, zone: UTC };
    return { seconds, nanosecond, zone: zone.offset(seconds) === offset ? zone : fixedZone(offset, zoneName) };
  }
  if (zoneName === 'UTC') return { seconds: utc, nanosecond, zone: UTC };
  if (zoneName !== '' && zone.abbreviation(utc) !== zoneName) return { seconds: utc, nanosecond, zone: fixedZone(0, zoneName) };
  return { seconds: secondsInZone(utc, zone), nanosecond, zone };
}
