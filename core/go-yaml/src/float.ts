/** Decimal digits of a positive finite number: 0.`digits` × 10^`point`. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** The shortest digits that read back as the same double; Go and JavaScript agree about them. */
function shortest(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/**
 * Go's strconv.FormatFloat.
 *
 * @param verb `e`, `E`, `f`, `g` or `G`
 * @param precision -1: as many digits as it takes
 */
export function formatFloat(value: number, verb: string, precision = -1): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatPositive(Math.abs(value), verb, precision);
}

function formatPositive(value: number, verb: string, precision: number): string {
  if (verb === 'f' || verb === 'F') return precision < 0 ? plain(shortest(value)) : fixed(value, precision);
  const upper = verb === 'E' || verb === 'G';
  const text = verb === 'g' || verb === 'G' ? general(value, precision) : exponential(value, precision);
  return upper ? text.toUpperCase() : text;
}

/** JavaScript's limit. */
const MOST_DIGITS = 100;

function fixed(value: number, precision: number): string {
  // toFixed is exact below 10^21; beyond that a double is a whole number.
  if (value < 1e21) return value.toFixed(Math.min(precision, MOST_DIGITS)) + '0'.repeat(Math.max(0, precision - MOST_DIGITS));
  return BigInt(value) + (precision === 0 ? '' : `.${'0'.repeat(precision)}`);
}

function plain({ digits, point }: Decimal): string {
  if (digits === '0') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function exponential(value: number, precision: number): string {
  const text = precision < 0 ? value.toExponential() : value.toExponential(Math.min(precision, MOST_DIGITS));
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Exponent form below 10^-4 and from 10^precision on; the shortest form takes 10^21 where it is asked to, else 10^6. */
function general(value: number, precision: number): string {
  if (value === 0) return '0';
  if (precision < 0) return byExponent(shortest(value), 6);
  const places = precision === 0 ? 1 : Math.min(precision, MOST_DIGITS);
  const [mantissa = '', exponent = '0'] = value.toExponential(places - 1).split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  return byExponent({ digits, point: Number(exponent) + 1 }, places);
}

function byExponent(decimal: Decimal, threshold: number): string {
  const exponent = decimal.point - 1;
  if (exponent >= -4 && exponent < Math.max(threshold, 0)) return plain(decimal);
  const { digits } = decimal;
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}
