/** A time zone: how far it is from UTC at a moment, and what it is called then. */
export interface Zone {
  readonly name: string;
  /** Seconds east of UTC. */
  offset(unixSeconds: number): number;
  abbreviation(unixSeconds: number): string;
}

export const UTC: Zone = { name: 'UTC', offset: () => 0, abbreviation: () => 'UTC' };

export function fixedZone(offset: number, name = ''): Zone {
  return { name, offset: () => offset, abbreviation: () => name };
}

const zones = new Map<string, Zone | undefined>();

/** Undefined: there is no zone of that name. `Local` is the one that the process runs in. */
export function findZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC;
  if (!zones.has(name)) zones.set(name, namedZone(name));
  return zones.get(name);
}

export function localZone(): Zone {
  return findZone('Local') ?? UTC;
}

function namedZone(name: string): Zone | undefined {
  try {
    const given = name === 'Local' ? {} : { timeZone: name };
    const format = new Intl.DateTimeFormat('en-US', { ...given, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short' });
    const real = format.resolvedOptions().timeZone;
    if (real === 'UTC') return name === 'Local' ? { ...UTC, name: 'Local' } : { ...UTC, name };
    return { name, offset: (seconds) => offsetAt(format, seconds), abbreviation: (seconds) => abbreviationAt(real, seconds, offsetAt(format, seconds)) };
  } catch {
    return undefined;
  }
}

function offsetAt(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = Object.fromEntries(format.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]));
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  wall.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return Math.round(wall.getTime() / 1000 - seconds);
}

// Each region's English knows the names of its own zones; what none knows, Go prints as an offset.
const REGIONS = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-CA', 'en-IN', 'en-ZA'];
const OTHERS: Readonly<Record<string, string>> = {
  'Asia/Tokyo': 'JST', 'Asia/Seoul': 'KST', 'Asia/Shanghai': 'CST', 'Asia/Taipei': 'CST', 'Asia/Hong_Kong': 'HKT', 'Asia/Manila': 'PST', 'Asia/Jakarta': 'WIB',
  'Asia/Karachi': 'PKT', 'Europe/Moscow': 'MSK', 'Africa/Johannesburg': 'SAST', 'Africa/Nairobi': 'EAT', 'Africa/Lagos': 'WAT', 'Africa/Maputo': 'CAT', 'Africa/Cairo': 'EET',
};

function abbreviationAt(zone: string, seconds: number, offset: number): string {
  const known = OTHERS[zone];
  if (known !== undefined) return known;
  for (const region of REGIONS) {
    const parts = new Intl.DateTimeFormat(region, { timeZone: zone, timeZoneName: 'short' }).formatToParts(new Date(seconds * 1000));
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]+$/.test(name) && (name !== 'GMT' || offset === 0)) return name;
  }
  return offsetName(offset);
}

/** `+03`, `-0330`. */
function offsetName(offset: number): string {
  const size = Math.abs(Math.trunc(offset / 60));
  const minutes = size % 60;
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${minutes === 0 ? '' : String(minutes).padStart(2, '0')}`;
}
