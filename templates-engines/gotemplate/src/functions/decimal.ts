import { FunctionError } from '../run/failure.ts';

/** A decimal number: `digits` × 10^-`scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export type Operation = (a: number, b: number) => number;

/** Digits behind the point of a quotient, as shopspring/decimal has them by default. */
const DIVISION_PRECISION = 16;

function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FunctionError(`Cannot create a Decimal from ${Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`}`);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function numberOf({ digits, scale }: Decimal): number {
  return Number(`${digits}e${-scale}`);
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

export function addDecimal(a: number, b: number): number {
  const [left, right, scale] = aligned(decimalOf(a), decimalOf(b));
  return numberOf({ digits: left + right, scale });
}

export function subtractDecimal(a: number, b: number): number {
  return addDecimal(a, -b);
}

export function multiplyDecimal(a: number, b: number): number {
  const left = decimalOf(a);
  const right = decimalOf(b);
  return numberOf({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** Rounds half away from zero at the last digit that is kept. */
export function divideDecimal(a: number, b: number): number {
  const [left, right] = aligned(decimalOf(a), decimalOf(b));
  if (right === 0n) throw new FunctionError('decimal division by 0');
  const scaled = left * 10n ** BigInt(DIVISION_PRECISION);
  const quotient = scaled / right;
  const rest = scaled % right;
  const away = 2n * abs(rest) >= abs(right) ? 1n : 0n;
  const sign = (left < 0n) === (right < 0n) ? 1n : -1n;
  return numberOf({ digits: quotient + sign * away, scale: DIVISION_PRECISION });
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
