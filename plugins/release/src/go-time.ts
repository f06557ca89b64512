const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What Go's `time.Time` prints by itself: Helm's form of times in lists. */
export const GO_DEFAULT = '2006-01-02 15:04:05.999999999 -0700 MST';

/** What Helm prints in `status` and `history`. */
export const GO_ANSI = 'Mon Jan _2 15:04:05 2006';

/** The pieces of a layout (https://pkg.go.dev/time#pkg-constants), longest first. */
const PIECES = /January|Jan|Monday|Mon|MST|2006|Z07:00|Z0700|-07:00|-0700|-07|_2|01|02|03|04|05|06|15|PM|pm|[.,](?:0{1,9}|9{1,9})(?!\d)|[1-5]/g;

/** Prints a time in UTC by a layout of Go, as `--time-format` takes it. */
export function formatGoTime(iso: string, layout: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : layout.replace(PIECES, (piece) => format(piece, time));
}

function format(piece: string, time: Date): string {
  if (/^[.,]/.test(piece)) return fraction(piece, time);
  const [month, day] = [MONTHS[time.getUTCMonth()] ?? '', DAYS[time.getUTCDay()] ?? ''];
  const hour = time.getUTCHours();
  const values: Readonly<Record<string, string>> = {
    January: month, Jan: month.slice(0, 3), Monday: day, Mon: day.slice(0, 3), MST: 'UTC',
    '2006': String(time.getUTCFullYear()).padStart(4, '0'), '06': two(time.getUTCFullYear() % 100),
    'Z07:00': 'Z', Z0700: 'Z', '-07:00': '+00:00', '-0700': '+0000', '-07': '+00',
    '01': two(time.getUTCMonth() + 1), '1': String(time.getUTCMonth() + 1),
    '02': two(time.getUTCDate()), '2': String(time.getUTCDate()), _2: String(time.getUTCDate()).padStart(2),
    '15': two(hour), '03': two(hour % 12 || 12), '3': String(hour % 12 || 12), PM: hour < 12 ? 'AM' : 'PM', pm: hour < 12 ? 'am' : 'pm',
    '04': two(time.getUTCMinutes()), '4': String(time.getUTCMinutes()), '05': two(time.getUTCSeconds()), '5': String(time.getUTCSeconds()),
  };
  return values[piece] ?? piece;
}

/** Nines leave trailing zeros out, noughts keep them. */
function fraction(piece: string, time: Date): string {
  const digits = String(time.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0').slice(0, piece.length - 1);
  const kept = piece[1] === '9' ? digits.replace(/0+$/, '') : digits;
  return kept === '' ? '' : `${piece[0]}${kept}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
