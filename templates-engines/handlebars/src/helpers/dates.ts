import { argument, integer, text } from './arguments.ts';
import { helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const DURATION = /^([-+]?)((?:\d+(?:\.\d+)?(?:h|ms|m|s))+)$/;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Go's reference time, longest words first. Everything is UTC: a template cannot see the machine's zone. */
const LAYOUT: readonly (readonly [string, (at: Date) => string])[] = [
  ['January', (at) => MONTHS[at.getUTCMonth()] ?? ''],
  ['Monday', (at) => DAYS[at.getUTCDay()] ?? ''],
  ['Z07:00', () => 'Z'],
  ['-07:00', () => '+00:00'],
  ['-0700', () => '+0000'],
  ['2006', (at) => String(at.getUTCFullYear())],
  ['.000', (at) => `.${String(at.getUTCMilliseconds()).padStart(3, '0')}`],
  ['MST', () => 'UTC'],
  ['Jan', (at) => (MONTHS[at.getUTCMonth()] ?? '').slice(0, 3)],
  ['Mon', (at) => (DAYS[at.getUTCDay()] ?? '').slice(0, 3)],
  ['01', (at) => pad(at.getUTCMonth() + 1)],
  ['02', (at) => pad(at.getUTCDate())],
  ['03', (at) => pad(at.getUTCHours() % 12 || 12)],
  ['04', (at) => pad(at.getUTCMinutes())],
  ['05', (at) => pad(at.getUTCSeconds())],
  ['06', (at) => pad(at.getUTCFullYear() % 100)],
  ['15', (at) => pad(at.getUTCHours())],
  ['PM', (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['pm', (at) => (at.getUTCHours() < 12 ? 'am' : 'pm')],
  ['_2', (at) => String(at.getUTCDate()).padStart(2)],
  ['1', (at) => String(at.getUTCMonth() + 1)],
  ['2', (at) => String(at.getUTCDate())],
  ['3', (at) => String(at.getUTCHours() % 12 || 12)],
  ['4', (at) => String(at.getUTCMinutes())],
  ['5', (at) => String(at.getUTCSeconds())],
];

const WORDS = new RegExp(LAYOUT.map(([word]) => word.replaceAll(/[.+]/g, '\\$&')).join('|'), 'g');

function format(layout: string, at: Date): string {
  return layout.replaceAll(WORDS, (word) => LAYOUT.find(([known]) => known === word)?.[1](at) ?? word);
}

function toDate(call: HelperCall, args: Args, index: number): Date {
  const value = args[index];
  const at = typeof value === 'number' || typeof value === 'bigint' ? new Date(Number(value) * 1000) : new Date(text(call, args, index));
  return Number.isNaN(at.getTime()) ? refuse(call, `${argument(call, index)} is no time; write 2006-01-02T15:04:05Z or seconds`) : at;
}

/** RFC 3339 in UTC, to the second. */
function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

function milliseconds(call: HelperCall, args: Args): number {
  const found = DURATION.exec(text(call, args, 0));
  if (!found) return refuse(call, `${argument(call, 0)} is no duration; write 1h30m`);
  const amounts = [...(found[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const sum = amounts.reduce((total, [, amount, unit]) => total + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0);
  return found[1] === '-' ? -sum : sum;
}

function modified(args: Args, call: HelperCall): string {
  return stamp(new Date(toDate(call, args, 1).getTime() + milliseconds(call, args)));
}

function spelledDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds % 60}s`;
}

function now(call: HelperCall): number {
  return call.frame.run.request.answers.now();
}

const modify = helper(2, 2, modified);

export const dates: HelperGroup = {
  now: helper(0, 0, (_, call) => stamp(new Date(now(call)))),
  date: helper(2, 2, (args, call) => format(text(call, args, 0), toDate(call, args, 1))),
  htmlDate: helper(1, 1, (args, call) => format('2006-01-02', toDate(call, args, 0))),
  toDate: helper(2, 2, (args, call) => stamp(toDate(call, args, 1))),
  dateModify: modify,
  date_modify: modify,
  unixEpoch: helper(1, 1, (args, call) => String(Math.floor(toDate(call, args, 0).getTime() / 1000))),
  duration: helper(1, 1, (args, call) => spelledDuration(integer(call, args, 0))),
  ago: helper(1, 1, (args, call) => spelledDuration(Math.max(0, Math.round((now(call) - toDate(call, args, 0).getTime()) / 1000)))),
};
