import { Fault } from '../cel-error.ts';
import { isCelMap, type CelMap } from '../values/cel-map.ts';
import { typeNameOf } from '../values/kind.ts';
import { isNumeric, Uint } from '../values/number.ts';
import { TypeValue } from '../values/opaque.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { toJson } from '../values/to-json.ts';
import { limitText } from '../values/work.ts';
import { doubleText } from './double-text.ts';

const PRECISION = 6;

/** `'%s is %d'.format([...])`: cel-go's ext.Strings, clauses `%s %d %f %e %b %x %X %o %%`. */
export function formatText(template: string, args: readonly unknown[]): string {
  let next = 0;
  let size = template.length;
  return template.replaceAll(/%(?:\.(\d+))?([\s\S]?)/g, (_, precision: string | undefined, clause: string) => {
    if (clause === '%') return '%';
    if (next >= args.length) throw new Fault(`index ${next} out of range`);
    const argument = args[next];
    next += 1;
    const text = clauseText(clause, argument, precision === undefined ? undefined : Number(precision));
    size += text.length;
    limitText(size);
    return text;
  });
}

function clauseText(clause: string, value: unknown, precision: number | undefined): string {
  switch (clause) {
    case 's':
      return valueText(value);
    case 'd':
      return decimalText(value);
    case 'f':
    case 'e':
      return floatText(clause, value, precision ?? PRECISION);
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : radixText(value, 2, 'b');
    case 'o':
      return radixText(value, 8, 'o');
    case 'x':
    case 'X':
      return hexText(clause, value);
    default:
      throw new Fault(`could not parse formatting clause: unrecognized formatting clause ${JSON.stringify(clause)}`);
  }
}

function wrongArgument(clause: string, allowed: string, value: unknown): Fault {
  return new Fault(`error during formatting: ${clause} clause can only be used on ${allowed}, was given ${typeNameOf(value)}`);
}

/** Structures are walked along once before, so that endless ones are found. */
function valueText(value: unknown): string {
  toJson(value);
  return plainText(value);
}

function plainText(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return plainDouble(value);
  if (Array.isArray(value)) return `[${value.map(plainText).join(', ')}]`;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp || value instanceof Duration) return value.toString();
  if (value instanceof TypeValue) return value.name;
  if (isCelMap(value)) return mapText(value);
  throw wrongArgument('string', 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps', value);
}

function plainDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return doubleText(value);
}

function mapText(map: CelMap): string {
  const entries = map.keys().map((key) => [plainText(key), plainText(map.get(key))] as const);
  return `{${entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

function decimalText(value: unknown): string {
  if (typeof value === 'number') return plainDouble(value);
  if (isNumeric(value)) return String(value instanceof Uint ? value.value : value);
  throw wrongArgument('decimal', 'integers', value);
}

function floatText(clause: string, value: unknown, precision: number): string {
  if (!isNumeric(value)) throw wrongArgument(clause === 'f' ? 'fixed-point' : 'scientific', 'doubles', value);
  const number = Number(value instanceof Uint ? value.value : value);
  if (!Number.isFinite(number)) return plainDouble(number);
  if (clause === 'f') return number.toFixed(precision);
  return number.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

function radixText(value: unknown, radix: number, clause: string): string {
  if (typeof value === 'bigint') return value.toString(radix);
  if (value instanceof Uint) return value.value.toString(radix);
  throw wrongArgument(clause === 'b' ? 'binary' : 'octal', clause === 'b' ? 'integers and bools' : 'integers', value);
}

function hexText(clause: string, value: unknown): string {
  const text = hexDigits(value);
  return clause === 'X' ? text.toUpperCase() : text;
}

function hexDigits(value: unknown): string {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (bytes instanceof Uint8Array) return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (typeof value === 'bigint') return value.toString(16);
  if (value instanceof Uint) return value.value.toString(16);
  throw wrongArgument('hex', 'integers, byte buffers, and strings', value);
}
