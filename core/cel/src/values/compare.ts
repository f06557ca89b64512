import { noSuchOverload } from '../cel-error.ts';
import { comparable, isNumeric } from './number.ts';
import { Duration, Timestamp } from './time.ts';

/**
 * Negative, 0 or positive; NaN when a NaN is among them.
 * @throws Fault for values that have no order between them
 */
export function compare(a: unknown, b: unknown): number {
  if (isNumeric(a) && isNumeric(b)) return order(comparable(a), comparable(b));
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return order(Number(a), Number(b));
  if (a instanceof Timestamp && b instanceof Timestamp) return order(a.nanos, b.nanos);
  if (a instanceof Duration && b instanceof Duration) return order(a.nanos, b.nanos);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  throw noSuchOverload();
}

function order(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

/** By code points, as UTF-8 sorts; JavaScript compares UTF-16 units. */
function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i += 1) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return order(a.codePointAt(i) ?? 0, b.codePointAt(i) ?? 0);
  }
  return order(a.length, b.length);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const index = a.findIndex((byte, i) => byte !== b[i]);
  if (index < 0) return order(a.length, b.length);
  return index < b.length ? order(a[index] ?? 0, b[index] ?? 0) : 1;
}
