import { FunctionError } from '../run/failure.ts';
import { fn, type FunctionGroup } from '../functions/signature.ts';
import { durationText, roundTo } from '../time/duration.ts';
import { secondsInZone, secondsOf, wallOf, type Wall } from '../time/clock.ts';
import { formatTime } from '../time/format-time.ts';
import { DAYS, MONTHS } from '../time/layout.ts';
import { localZone, UTC, type Zone } from '../time/zone.ts';
import { Host } from '../value/host.ts';
import { Int, int, int64, toNumber } from '../value/int.ts';

const BILLION = 1_000_000_000n;

/** Go's time.Time. */
export class Time extends Host {
  readonly type = 'time.Time';
  readonly kind = 'struct';
  readonly methods = timeMethods;
  readonly seconds: number;
  readonly nanosecond: number;
  readonly zone: Zone;

  constructor(seconds: number, nanosecond: number, zone: Zone) {
    super();
    this.seconds = seconds;
    this.nanosecond = nanosecond;
    this.zone = zone;
  }

  wall(): Wall {
    return wallOf(this.seconds, this.nanosecond, this.zone);
  }

  nanoseconds(): bigint {
    return BigInt(this.seconds) * BILLION + BigInt(this.nanosecond);
  }

  in(zone: Zone): Time {
    return new Time(this.seconds, this.nanosecond, zone);
  }

  add(nanoseconds: bigint): Time {
    return fromNanoseconds(this.nanoseconds() + nanoseconds, this.zone);
  }

  format(layout: string): string {
    return formatTime(this.wall(), layout);
  }

  override text(): string {
    return this.format('2006-01-02 15:04:05.999999999 -0700 MST');
  }

  override json(): string {
    return this.format('2006-01-02T15:04:05.999999999Z07:00');
  }
}

export function fromNanoseconds(nanoseconds: bigint, zone: Zone): Time {
  const rest = ((nanoseconds % BILLION) + BILLION) % BILLION;
  return new Time(Number((nanoseconds - rest) / BILLION), Number(rest), zone);
}

/** Year 1: what Go has where no time could be read. */
export function zeroTime(): Time {
  return new Time(secondsOf(1, 1, 1), 0, UTC);
}

/** Go's time.Duration. */
export class Duration extends Host {
  readonly type = 'time.Duration';
  readonly kind = 'int64';
  readonly methods = durationMethods;
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    super();
    this.nanoseconds = nanoseconds;
  }

  override text(): string {
    return durationText(this.nanoseconds);
  }

  override json(): bigint {
    return this.nanoseconds;
  }
}

/** time.Month and time.Weekday: integers with names. */
class Named extends Host {
  readonly type: 'time.Month' | 'time.Weekday';
  readonly kind = 'int';
  readonly methods: FunctionGroup = { String: fn('any', (_frame, named: Named) => named.text()) };
  private readonly index: number;

  constructor(type: Named['type'], index: number) {
    super();
    this.type = type;
    this.index = index;
  }

  override text(): string {
    return (this.type === 'time.Month' ? MONTHS[this.index - 1] : DAYS[this.index]) ?? '';
  }

  override json(): number {
    return this.index;
  }
}

function duration(value: unknown): bigint {
  if (value instanceof Duration) return value.nanoseconds;
  if (value instanceof Int) return value.value;
  throw new FunctionError('wrong type for value; expected time.Duration');
}

function addDate(time: Time, years: Int, months: Int, days: Int): Time {
  const { year, month, day, hour, minute, second } = time.wall();
  const utc = secondsOf(year + toNumber(years), month + toNumber(months), day + toNumber(days), hour, minute, second);
  return new Time(secondsInZone(utc, time.zone), time.nanosecond, time.zone);
}

const timeMethods: FunctionGroup = {
  Format: fn('time string', (_frame, time: Time, layout: string) => time.format(layout)),
  String: fn('time', (_frame, time: Time) => time.text()),
  Unix: fn('time', (_frame, time: Time) => int64(BigInt(time.seconds))),
  UnixMilli: fn('time', (_frame, time: Time) => int64(time.nanoseconds() / 1_000_000n)),
  UnixMicro: fn('time', (_frame, time: Time) => int64(time.nanoseconds() / 1000n)),
  UnixNano: fn('time', (_frame, time: Time) => int64(time.nanoseconds())),
  Year: fn('time', (_frame, time: Time) => int(time.wall().year)),
  Month: fn('time', (_frame, time: Time) => new Named('time.Month', time.wall().month)),
  Weekday: fn('time', (_frame, time: Time) => new Named('time.Weekday', time.wall().weekday)),
  Day: fn('time', (_frame, time: Time) => int(time.wall().day)),
  YearDay: fn('time', (_frame, time: Time) => int(time.wall().yearDay)),
  Hour: fn('time', (_frame, time: Time) => int(time.wall().hour)),
  Minute: fn('time', (_frame, time: Time) => int(time.wall().minute)),
  Second: fn('time', (_frame, time: Time) => int(time.wall().second)),
  Nanosecond: fn('time', (_frame, time: Time) => int(time.nanosecond)),
  IsZero: fn('time', (_frame, time: Time) => time.nanoseconds() === zeroTime().nanoseconds()),
  UTC: fn('time', (_frame, time: Time) => time.in(UTC)),
  Local: fn('time', (_frame, time: Time) => time.in(localZone())),
  Add: fn('time any', (_frame, time: Time, span: unknown) => time.add(duration(span))),
  AddDate: fn('time int int int', (_frame, time: Time, years: Int, months: Int, days: Int) => addDate(time, years, months, days)),
  Sub: fn('time time', (_frame, time: Time, other: Time) => new Duration(time.nanoseconds() - other.nanoseconds())),
  Before: fn('time time', (_frame, time: Time, other: Time) => time.nanoseconds() < other.nanoseconds()),
  After: fn('time time', (_frame, time: Time, other: Time) => time.nanoseconds() > other.nanoseconds()),
  Equal: fn('time time', (_frame, time: Time, other: Time) => time.nanoseconds() === other.nanoseconds()),
};

const durationMethods: FunctionGroup = {
  String: fn('any', (_frame, span: Duration) => span.text()),
  Hours: fn('any', (_frame, span: Duration) => Number(span.nanoseconds) / 3.6e12),
  Minutes: fn('any', (_frame, span: Duration) => Number(span.nanoseconds) / 6e10),
  Seconds: fn('any', (_frame, span: Duration) => Number(span.nanoseconds) / 1e9),
  Milliseconds: fn('any', (_frame, span: Duration) => int64(span.nanoseconds / 1_000_000n)),
  Microseconds: fn('any', (_frame, span: Duration) => int64(span.nanoseconds / 1000n)),
  Nanoseconds: fn('any', (_frame, span: Duration) => int64(span.nanoseconds)),
  Round: fn('any any', (_frame, span: Duration, multiple: unknown) => new Duration(roundTo(span.nanoseconds, duration(multiple)))),
  Truncate: fn('any any', (_frame, span: Duration, multiple: unknown) => new Duration(span.nanoseconds - span.nanoseconds % duration(multiple))),
};
