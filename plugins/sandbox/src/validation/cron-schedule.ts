import { parseDuration } from '@sherpack/pod-behaviour/duration';

interface CronField {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly CronField[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: days },
];
const shortForms: Readonly<Record<string, string>> = { '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *' };

/** What is wrong with a schedule, in the words of the server's cron parser; undefined when nothing is. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith('@every ')) return undefined;
  if (schedule.startsWith('@')) return shortForms[schedule] === undefined ? `unrecognized descriptor: ${schedule}` : undefined;
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  const bad = parts.find((part, i) => valuesOf(part, fields[i] as CronField) === undefined);
  return bad === undefined ? undefined : `failed to parse int from ${bad}: strconv.Atoi: parsing "${bad}": invalid syntax`;
}

/** The first time after `after` (ms) that the schedule names, by the clocks of a time zone (UTC unless given); undefined when there is none within five years. */
export function nextRun(schedule: string, after: number, timeZone?: string): number | undefined {
  const every = /^@every\s+(.+)$/.exec(schedule)?.[1];
  if (every !== undefined) return afterInterval(every, after);
  if (timeZone === undefined) return nextMinute(schedule, after);
  const local = nextMinute(schedule, after + offsetOf(timeZone, after));
  return local === undefined ? undefined : local - offsetOf(timeZone, local - offsetOf(timeZone, local));
}

function afterInterval(duration: string, after: number): number | undefined {
  const ms = parseDuration(duration);
  return ms === undefined || ms < 1000 ? undefined : Math.floor(after / 1000) * 1000 + ms;
}

/** What the clocks there are ahead of UTC, in milliseconds. */
function offsetOf(timeZone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function nextMinute(schedule: string, after: number): number | undefined {
  const parts = (shortForms[schedule] ?? schedule).trim().split(/\s+/);
  const sets = parts.map((part, i) => valuesOf(part, fields[i] as CronField) ?? new Set<number>());
  const anyDay = parts[2] === '*' || parts[4] === '*';
  const limit = after + 5 * 366 * 86_400_000;
  for (let at = Math.floor(after / 60_000) * 60_000 + 60_000; at < limit; at += step(at, sets)) {
    const time = new Date(at);
    const inMonth = sets[2]?.has(time.getUTCDate()) ?? false;
    const inWeek = sets[4]?.has(time.getUTCDay()) ?? false;
    const isDay = anyDay ? inMonth && inWeek : inMonth || inWeek;
    if (isDay && sets[3]?.has(time.getUTCMonth() + 1) && sets[1]?.has(time.getUTCHours()) && sets[0]?.has(time.getUTCMinutes())) return at;
  }
  return undefined;
}

/** Whole days outside the month are skipped at once. */
function step(at: number, sets: readonly ReadonlySet<number>[]): number {
  const time = new Date(at);
  const isMonth = sets[3]?.has(time.getUTCMonth() + 1) ?? false;
  const isMidnight = time.getUTCHours() === 0 && time.getUTCMinutes() === 0;
  return !isMonth && isMidnight ? 86_400_000 : 60_000;
}

function valuesOf(text: string, field: CronField): Set<number> | undefined {
  const out = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\?|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/i.exec(part);
    if (!match) return undefined;
    const [, from = '', to, stepText] = match;
    const isAll = from === '*' || from === '?';
    const first = isAll ? field.min : numberOf(from, field);
    const last = lastOf(isAll, to, stepText, first, field);
    if (first === undefined || last === undefined || first < field.min || last > field.max) return undefined;
    for (let value = first; value <= last; value += Number(stepText ?? 1)) out.add(value);
  }
  return out;
}

function lastOf(isAll: boolean, to: string | undefined, stepText: string | undefined, first: number | undefined, field: CronField): number | undefined {
  if (to !== undefined) return numberOf(to, field);
  return isAll || stepText !== undefined ? field.max : first;
}

function numberOf(text: string, field: CronField): number | undefined {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + field.min;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
