/**
 * Quantities in the canonical form in which the API server gives them back (apimachinery, resource.Quantity):
 * `1024Mi` is `1Gi`, `0.5` is `500m`, `1.5Gi` is `1536Mi`; the suffix family that was written is kept.
 */
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const nano = 1_000_000_000n;

export interface Quantity {
  /** In units of 10^-9. */
  readonly nanos: bigint;
  readonly family: 'binary' | 'decimal' | 'exponent';
}

/** Undefined when the text is no quantity. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = pattern.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match ?? [];
  if (!match || (whole === '' && fraction === '')) return undefined;
  const family = familyOf(suffix);
  const digits = BigInt(`${whole}${fraction}` || '0') * nano;
  const scaled = family === 'binary' ? digits * 1024n ** BigInt(binary.indexOf(suffix)) : shift(digits, exponentOf(suffix));
  const nanos = ceilDivide(scaled, 10n ** BigInt(fraction.length));
  return { nanos: sign === '-' ? -nanos : nanos, family };
}

export function canonicalQuantity(text: string): string | undefined {
  const parsed = parseQuantity(text);
  return parsed && formatQuantity(parsed);
}

export function formatQuantity(parsed: Quantity): string {
  const sign = parsed.nanos < 0n ? '-' : '';
  const size = parsed.nanos < 0n ? -parsed.nanos : parsed.nanos;
  if (size === 0n) return '0';
  const isBinary = parsed.family === 'binary' && size >= 1024n * nano && size % nano === 0n;
  if (isBinary) return sign + binaryText(size / nano);
  return sign + decimalText(size, parsed.family === 'exponent');
}

function familyOf(suffix: string): Quantity['family'] {
  if (suffix.endsWith('i')) return 'binary';
  return /^[eE]./.test(suffix) ? 'exponent' : 'decimal';
}

function exponentOf(suffix: string): number {
  return /^[eE]./.test(suffix) ? Number(suffix.slice(1)) : (decimal[suffix] ?? 0);
}

function shift(value: bigint, exponent: number): bigint {
  return exponent >= 0 ? value * 10n ** BigInt(exponent) : ceilDivide(value, 10n ** BigInt(-exponent));
}

function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

function binaryText(units: bigint): string {
  let value = units;
  let step = 0;
  while (value % 1024n === 0n && step < binary.length - 1) {
    value /= 1024n;
    step += 1;
  }
  return `${value}${binary[step] ?? ''}`;
}

function decimalText(nanos: bigint, asExponent: boolean): string {
  let value = nanos;
  let exponent = -9;
  while (value % 1000n === 0n && exponent < 18) {
    value /= 1000n;
    exponent += 3;
  }
  if (asExponent) return exponent === 0 ? `${value}` : `${value}e${exponent}`;
  const suffix = Object.entries(decimal).find(([, power]) => power === exponent)?.[0] ?? '';
  return `${value}${suffix}`;
}
