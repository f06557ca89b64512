import { Fault } from '../cel-error.ts';
import { define, traversal, type Overload } from '../functions/overload.ts';
import { INT_MAX, INT_MIN } from '../values/number.ts';
import { Opaque } from '../values/opaque.ts';

const NANO = 1_000_000_000n;

/**
 * A `resource.Quantity`. `scale` is the power of ten of the last digit that Go keeps, undefined where Go leaves 64-bit integers for
 * arbitrary decimals: `isInteger` is told by it and not by the value.
 */
export class Quantity extends Opaque {
  readonly typeName = 'kubernetes.Quantity';
  readonly nanos: bigint;
  readonly scale: number | undefined;

  constructor(nanos: bigint, scale: number | undefined) {
    super();
    this.nanos = nanos;
    this.scale = scale;
  }

  equals(other: Opaque): boolean {
    return other instanceof Quantity && other.nanos === this.nanos;
  }

  get isInteger(): boolean {
    const value = this.nanos / NANO;
    return this.scale !== undefined && this.scale >= 0 && value <= INT_MAX && value >= INT_MIN;
  }
}

const decimalSuffixes: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binarySuffixes: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const INT64_DIGITS = 18;

/** Reads `100m`, `1.5Gi`, `3e6`. @throws Fault */
export function parseQuantity(text: string): Quantity {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match ?? [];
  if (!match || (whole === '' && fraction === '')) throw new Fault(FORMAT);
  const digits = BigInt(`${whole}${fraction}`);
  const { base, exponent } = suffixOf(suffix);
  const significant = whole.replace(/^0+/, '').length + fraction.length;
  const scaled = base === 2 ? digits * 2n ** BigInt(exponent) * NANO : scaleByTen(digits, exponent + 9);
  const nanos = roundUp(scaled, base === 2 ? fraction.length : fraction.length + Math.max(0, -(exponent + 9)));
  const limited = sign === '-' || nanos <= INT_MAX * NANO ? nanos : INT_MAX * NANO;
  return new Quantity(sign === '-' ? -limited : limited, scaleOf(base, exponent, significant, fraction.length));
}

function suffixOf(suffix: string): { base: 2 | 10; exponent: number } {
  if (Object.hasOwn(decimalSuffixes, suffix)) return { base: 10, exponent: decimalSuffixes[suffix] ?? 0 };
  if (Object.hasOwn(binarySuffixes, suffix)) return { base: 2, exponent: binarySuffixes[suffix] ?? 0 };
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  if (exponent === undefined || Math.abs(Number(exponent)) > 1000) throw new Fault("unable to parse quantity's suffix");
  return { base: 10, exponent: Number(exponent) };
}

function scaleByTen(value: bigint, exponent: number): bigint {
  return exponent > 0 ? value * 10n ** BigInt(exponent) : value;
}

/** Drops decimal places away from zero: one asked for something, one gets something. */
function roundUp(value: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places);
  return (value + divisor - 1n) / divisor;
}

function scaleOf(base: 2 | 10, exponent: number, digits: number, fraction: number): number | undefined {
  if (base === 2) return fraction === 0 && 15 - digits - Math.trunc((exponent * 3) / 10) - 1 >= 0 ? 0 : undefined;
  return digits <= INT64_DIGITS && exponent - fraction >= -9 ? exponent - fraction : undefined;
}

function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch {
    return false;
  }
}

function asInteger(quantity: Quantity): bigint {
  if (!quantity.isInteger) throw new Fault('cannot convert value to integer');
  return quantity.nanos / NANO;
}

function compareTo(a: Quantity, b: Quantity): bigint {
  if (a.nanos === b.nanos) return 0n;
  return a.nanos < b.nanos ? -1n : 1n;
}

function add(a: Quantity, b: Quantity): Quantity {
  if (a.nanos === 0n || b.nanos === 0n) return new Quantity(a.nanos + b.nanos, a.nanos === 0n ? b.scale : a.scale);
  const scale = a.scale === undefined || b.scale === undefined ? undefined : Math.min(a.scale, b.scale);
  return new Quantity(a.nanos + b.nanos, scale);
}

function negated(quantity: Quantity): Quantity {
  return new Quantity(-quantity.nanos, quantity.scale);
}

function fromInt(value: bigint): Quantity {
  return new Quantity(value * NANO, 0);
}

/** Kubernetes' quantity library. */
export const quantity: readonly Overload[] = [
  define('quantity(string): kubernetes.Quantity', parseQuantity, traversal()),
  define('isQuantity(string): bool', isQuantity, traversal()),
  define('sign(kubernetes.Quantity): int', (value: Quantity) => compareTo(value, fromInt(0n))),
  define('kubernetes.Quantity->isInteger(): bool', (value: Quantity) => value.isInteger),
  define('kubernetes.Quantity->asInteger(): int', asInteger),
  define('kubernetes.Quantity->asApproximateFloat(): double', (value: Quantity) => Number(`${value.nanos}e-9`)),
  define('kubernetes.Quantity->compareTo(kubernetes.Quantity): int', compareTo),
  define('kubernetes.Quantity->isGreaterThan(kubernetes.Quantity): bool', (a: Quantity, b: Quantity) => a.nanos > b.nanos),
  define('kubernetes.Quantity->isLessThan(kubernetes.Quantity): bool', (a: Quantity, b: Quantity) => a.nanos < b.nanos),
  define('kubernetes.Quantity->add(kubernetes.Quantity): kubernetes.Quantity', add),
  define('kubernetes.Quantity->add(int): kubernetes.Quantity', (a: Quantity, b: bigint) => add(a, fromInt(b))),
  define('kubernetes.Quantity->sub(kubernetes.Quantity): kubernetes.Quantity', (a: Quantity, b: Quantity) => add(a, negated(b))),
  define('kubernetes.Quantity->sub(int): kubernetes.Quantity', (a: Quantity, b: bigint) => add(a, fromInt(-b))),
];
