import { ExactNumber } from './exact-number.ts';

/** Digits beyond this are text, not a number: turning millions of them into a bigint takes seconds. */
export const MAX_NUMBER_LENGTH = 1000;

/** A whole number as number, or as bigint beyond 2^53. Accepts a sign, leading zeros, `0o` and `0x`. */
export function readInteger(text: string): number | bigint {
  // JavaScript takes no sign before a base prefix.
  const digits = text.replace(/^[-+]/, '');
  const size = Number(digits);
  const negative = text.startsWith('-');
  if (!Number.isSafeInteger(size)) return negative ? -BigInt(digits) : BigInt(digits);
  // A whole number has no negative zero.
  return negative && size !== 0 ? -size : size;
}

/** A float as number; as ExactNumber when `exact` is set and printing the number would not give `text` again. */
export function readFloat(text: string, exact: boolean): number | ExactNumber {
  const spelling = jsonSpelling(text);
  const value = Number(spelling);
  if (!exact || String(value) === spelling) return value;
  return new ExactNumber(spelling);
}

// YAML allows `+1.0`, `.5`, `5.` and `007.5`, JSON does not.
function jsonSpelling(text: string): string {
  const parts = /^([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]+))?$/.exec(text);
  if (!parts) return text;
  const [, sign, whole = '', fraction, exponent] = parts;
  const integer = whole.replace(/^0+(?=[0-9])/, '') || '0';
  return [sign === '-' ? '-' : '', integer, fraction ? `.${fraction}` : '', exponent ? `e${exponent}` : ''].join('');
}
