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

/** All digits of a double, which are finitely many. */
function exact(value: number): Decimal {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const raw = view.getBigUint64(0);
  const biased = Number(raw >> 52n) & 0x7ff;
  const mantissa = (raw & 0xf_ffff_ffff_ffffn) | (biased === 0 ? 0n : 1n << 52n);
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  if (exponent >= 0) return decimalOf(mantissa << BigInt(exponent), 0);
  return decimalOf(mantissa * 5n ** BigInt(-exponent), -exponent);
}

function decimalOf(digits: bigint, places: number): Decimal {
  const text = String(digits);
  return { digits: text, point: text.length - places };
}

/** Rounds to so many digits, half to even, as Go does and JavaScript does not. */
function round({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: '0', point: 1 };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const up = rest > half || (rest === half && Number(kept.at(-1) ?? '0') % 2 === 1);
  if (!up) return { digits: kept === '' ? '0' : kept, point: kept === '' ? 1 : point };
  const raised = String(BigInt(kept === '' ? '0' : kept) + 1n);
  return { digits: raised, point: point + raised.length - Math.max(count, 0) };
}

function fixed(value: number, precision: number): string {
  const decimal = exact(value);
  const rounded = round(decimal, decimal.point + precision);
  const [whole = '0', fraction = ''] = plain({ ...rounded, digits: rounded.digits.replace(/0+$/, '') || '0' }).split('.');
  return precision === 0 ? whole : `${whole}.${fraction.padEnd(precision, '0')}`;
}

function plain({ digits, point }: Decimal): string {
  if (digits === '0') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function exponential(value: number, precision: number): string {
  if (precision < 0 || value === 0) return (precision < 0 ? value.toExponential() : value.toExponential(Math.min(precision, 100))).replace(/e([+-])(\d)$/, 'e$10$2');
  const { digits, point } = round(exact(value), precision + 1);
  const shown = digits.padEnd(precision + 1, '0').slice(0, precision + 1);
  return `${shown[0]}${precision === 0 ? '' : `.${shown.slice(1)}`}${exponentText(point - 1)}`;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Exponent form below 10^-4 and from 10^precision on; the shortest form takes 10^21 where it is asked to, else 10^6. */
function general(value: number, precision: number): string {
  if (value === 0) return '0';
  if (precision < 0) return byExponent(shortest(value), 6);
  const places = precision === 0 ? 1 : precision;
  const { digits, point } = round(exact(value), places);
  return byExponent({ digits: digits.replace(/0+$/, '') || '0', point }, places);
}

function byExponent(decimal: Decimal, threshold: number): string {
  const exponent = decimal.point - 1;
  if (exponent >= -4 && exponent < Math.max(threshold, 0)) return plain(decimal);
  const { digits } = decimal;
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return mantissa + exponentText(exponent);
}
