import { isExactNumber } from './exact-number.ts';
import { scanJson } from './json-scanner.ts';
import { inKeyOrder } from './key-order.ts';

export { JsonError } from './json-error.ts';

export interface ParseJsonOptions {
  /** Named in errors; never opened. */
  file?: string;
  /** Floats whose spelling would not survive become an ExactNumber. Default false. */
  exactNumbers?: boolean;
}

export interface StringifyJsonOptions {
  /** Spaces per level; 0 (default) prints one line. */
  indent?: number;
  /** Members in the order of their UTF-16 code units. */
  sortKeys?: boolean;
}

interface Printing {
  gap: string;
  sortKeys: boolean;
  ancestors: Set<object>;
}

// Numbers are looked for between separators, so digits in most texts do not lead to the slow way. A false alarm is harmless.
const LOSSY_INTEGER = /(?:^|[:,[\s])-?[0-9]{16,}\s*(?:[,\]}\s]|$)/;
const FLOAT = /(?:^|[:,[\s])-?[0-9]+(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)\s*(?:[,\]}\s]|$)/;
// Deeper than this the careful way looks for cycles.
const QUICK_DEPTH = 200;

/**
 * Reads JSON (RFC 8259). Integers beyond 2^53 are bigint. `__proto__` is an own property like any other; of repeated
 * names the last one counts, as with JSON.parse. Throws JsonError with line and column.
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): unknown {
  if (mayLose(text, options.exactNumbers === true)) return scanJson(text, options);
  try {
    return JSON.parse(text);
  } catch {
    // Not every message of JSON.parse has a position; its messages also quote the text, which may hold secrets.
    return scanJson(text, options);
  }
}

/**
 * Prints what JSON.stringify prints, with bigint and ExactNumber as bare numbers; undefined itself gives `null`.
 * Throws a TypeError when the value contains itself.
 */
export function stringifyJson(value: unknown, options: StringifyJsonOptions = {}): string {
  // JSON.stringify takes no more than ten spaces.
  const indent = Math.min(options.indent ?? 0, 10);
  const sortKeys = options.sortKeys === true;
  if (!needsCare(value, 0)) {
    const ordered = sortKeys ? inKeyOrder(value) : value;
    if (ordered !== undefined || value === undefined) return JSON.stringify(ordered, undefined, indent) ?? 'null';
  }
  return print(value, '', { gap: ' '.repeat(indent), sortKeys, ancestors: new Set() }) ?? 'null';
}

function mayLose(text: string, exact: boolean): boolean {
  return LOSSY_INTEGER.test(text) || (exact && FLOAT.test(text));
}

function needsCare(value: unknown, depth: number): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (isExactNumber(value) || depth > QUICK_DEPTH) return true;
  if (Array.isArray(value)) return value.some((child) => needsCare(child, depth + 1));
  for (const key in value) if (needsCare((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}

function print(input: unknown, margin: string, printing: Printing): string | undefined {
  if (typeof input === 'bigint' || isExactNumber(input)) return String(input);
  const value = hasToJson(input) ? input.toJSON() : input;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (printing.ancestors.has(value)) throw new TypeError('a value that contains itself cannot be printed as JSON');
  printing.ancestors.add(value);
  const inner = margin + printing.gap;
  const text = Array.isArray(value)
    ? enclose('[', printEntries(value, inner, printing), ']', margin, printing)
    : enclose('{', printMembers(value, inner, printing), '}', margin, printing);
  printing.ancestors.delete(value);
  return text;
}

function printEntries(value: unknown[], margin: string, printing: Printing): string[] {
  return Array.from(value, (entry) => print(entry, margin, printing) ?? 'null');
}

function printMembers(value: object, margin: string, printing: Printing): string[] {
  const entries: [string, unknown][] = Object.entries(value);
  if (printing.sortKeys) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const colon = printing.gap === '' ? ':' : ': ';
  return entries.flatMap(([key, child]) => {
    const text = print(child, margin, printing);
    return text === undefined ? [] : [`${JSON.stringify(key)}${colon}${text}`];
  });
}

function enclose(open: string, parts: string[], close: string, margin: string, { gap }: Printing): string {
  if (parts.length === 0 || gap === '') return `${open}${parts.join(',')}${close}`;
  const inner = `\n${margin}${gap}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}

function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';
}
