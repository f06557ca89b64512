import { formatFloat } from '@sherpack/go-yaml/float';
import { parseInteger } from '../read/literal.ts';
import { Int } from '../value/int.ts';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n;

/** spf13/cast's ToInt64, which never fails: what is no number is 0. */
export function castInt64(value: unknown): bigint {
  if (value instanceof Int) return BigInt.asIntN(64, value.value);
  if (typeof value === 'number') return truncate(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return 0n;
  const parsed = parseInteger(trimZeroDecimal(value)) ?? 0n;
  return parsed >= MIN && parsed < MAX ? parsed : 0n;
}

/** As amd64 converts: what does not fit is the smallest integer. */
function truncate(value: number): bigint {
  if (!Number.isFinite(value) || value >= 2 ** 63 || value < -(2 ** 63)) return MIN;
  return BigInt(Math.trunc(value));
}

/** `1.00` counts as 1, `1.5` does not count. */
function trimZeroDecimal(text: string): string {
  return /^(.*)\.0+$/s.exec(text)?.[1] ?? text;
}

export function castInt(value: unknown): number {
  return Number(castInt64(value));
}

const FLOAT = /^[+-]?(?:(?:[0-9](?:_?[0-9])*)?\.?(?:[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)$/i;

/** spf13/cast's ToFloat64. */
export function castFloat(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int) return Number(value.value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? parseFloat64(value) ?? 0 : 0;
}

/** Go's strconv.ParseFloat; undefined: it is no number. */
export function parseFloat64(text: string): number | undefined {
  if (!FLOAT.test(text) || !/[0-9]|inf|nan/i.test(text) || text.includes('_')) return undefined;
  if (/nan/i.test(text)) return /^[+-]/.test(text) ? undefined : Number.NaN;
  if (/inf/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

export function floatText(value: number): string {
  return formatFloat(value, 'g');
}
