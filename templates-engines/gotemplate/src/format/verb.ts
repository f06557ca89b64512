import { Host } from '../value/host.ts';
import { Int, isUnsigned } from '../value/int.ts';
import { typeName } from '../value/kind.ts';
import { GoMap, sortedKeys } from '../value/map.ts';
import { toBytes } from '../value/text.ts';
import { directive, pad, type Directive } from './directive.ts';
import { formatFloat } from '@sherpack/go-yaml/float';
import { goSyntax } from './go-syntax.ts';
import { quote, quoteAscii, quoteRune } from './quote.ts';

/** One operand as its directive says. */
export function formatValue(value: unknown, given: Directive): string {
  const { verb } = given;
  if (verb === 'T') return pad(typeName(value), { ...given, zero: false });
  if (value === null || value === undefined) return verb === 'v' ? pad('<nil>', { ...given, zero: false }) : `%!${verb}(<nil>)`;
  if (verb === 'v' && given.sharp) return pad(goSyntax(value), given);
  if (typeof value === 'string') return text(value, given);
  if (typeof value === 'number') return float(value, given);
  if (typeof value === 'boolean') return boolean(value, given);
  if (value instanceof Int) return integer(value, given);
  if (Array.isArray(value)) return list(value, given);
  if (value instanceof Uint8Array) return bytes(value, given);
  if (value instanceof GoMap) return `map[${sortedKeys(value).map((key) => `${formatValue(key, given)}:${inner(value[key], given)}`).join(' ')}]`;
  return host(value as Host, given);
}

/** `%+v`. */
export function plus(value: unknown): string {
  return formatValue(value, directive('v', { plus: true }));
}

/** The operand as `%v` would print it, with the same width and precision. */
function bad(value: unknown, given: Directive): string {
  return `%!${given.verb}(${typeName(value)}=${formatValue(value, { ...given, verb: 'v', sharp: false })})`;
}

function boolean(value: boolean, given: Directive): string {
  return given.verb === 't' || given.verb === 'v' ? pad(String(value), { ...given, zero: false }) : bad(value, given);
}

/** Within lists and maps nil has no verb. */
function inner(value: unknown, given: Directive): string {
  return value === null || value === undefined ? '<nil>' : formatValue(value, given);
}

function list(items: unknown[], given: Directive): string {
  return `[${items.map((item) => inner(item, given)).join(' ')}]`;
}

function host(value: Host, given: Directive): string {
  const own = value.text();
  if (own !== undefined && 'vsxXq'.includes(given.verb)) return text(own, given);
  const fields = Object.entries(value.shown());
  const shown = fields.map(([name, field]) => (given.plus && given.verb === 'v' ? `${name}:` : '') + formatValue(field, given));
  if (value.kind === 'map') return `map[${fields.map(([name, field]) => `${name}:${formatValue(field, given)}`).join(' ')}]`;
  return `${value.kind === 'ptr' ? '&' : ''}{${shown.join(' ')}}`;
}

function text(value: string, given: Directive): string {
  switch (given.verb) {
    case 'v': case 's': return pad(truncate(value, given), given);
    case 'q': return pad(quoted(truncate(value, given), given), given);
    case 'x': case 'X': return pad(hexBytes(toBytes(value), given), given);
    default: return bad(value, given);
  }
}

function truncate(value: string, { precision }: Directive): string {
  return precision === undefined ? value : [...value].slice(0, precision).join('');
}

function quoted(value: string, { sharp, plus: ascii }: Directive): string {
  if (sharp && !/[`\p{Cc}\ufeff]/u.test(value.replaceAll('\t', ''))) return `\`${value}\``;
  return ascii ? quoteAscii(value) : quote(value);
}

function hexBytes(value: Uint8Array, { verb, sharp, space, precision }: Directive): string {
  const cut = precision === undefined ? value : value.subarray(0, precision);
  const digits = [...cut].map((byte) => byte.toString(16).padStart(2, '0'));
  const prefix = sharp ? '0x' : '';
  const joined = space ? digits.map((each) => prefix + each).join(' ') : (digits.length > 0 ? prefix : '') + digits.join('');
  return verb === 'X' ? joined.toUpperCase() : joined;
}

function bytes(value: Uint8Array, given: Directive): string {
  if (given.verb === 's' || given.verb === 'q') return text(new TextDecoder().decode(value), given);
  if (given.verb === 'x' || given.verb === 'X') return pad(hexBytes(value, given), given);
  return `[${[...value].map((byte) => formatValue(new Int(BigInt(byte), 'uint8'), given)).join(' ')}]`;
}

function float(value: number, given: Directive): string {
  const { verb, precision } = given;
  if (!'vbgGxXfFeE'.includes(verb) || 'bxX'.includes(verb)) return bad(value, given);
  const kind = verb === 'v' ? 'g' : verb;
  const fallback = 'eEfF'.includes(verb) ? 6 : -1;
  const digits = formatFloat(value, kind, precision ?? fallback);
  const finite = Number.isFinite(value);
  const unsigned = digits.startsWith('+') ? digits.slice(1) : digits;
  return pad(signed(finite ? digits : unsigned, given), finite ? given : { ...given, zero: false });
}

function signed(digits: string, { plus: wanted, space, verb }: Directive): string {
  if (digits.startsWith('-')) return digits;
  // `%+v` means something else.
  if (wanted && verb !== 'v') return `+${digits}`;
  return space ? ` ${digits}` : digits;
}

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const PREFIXES: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function integer(value: Int, given: Directive): string {
  const { verb } = given;
  if (verb === 'c') return pad(rune(value), given);
  if (verb === 'q') return pad(quoteRune(rune(value)), given);
  if (verb === 'U') return pad(unicode(value, given), { ...given, zero: false });
  const base = BASES[verb];
  return base === undefined ? bad(value, given) : pad(digitsOf(value, base, given), given.precision === undefined ? given : { ...given, zero: false });
}

function digitsOf(value: Int, base: number, given: Directive): string {
  const { verb, precision, sharp } = given;
  const negative = value.value < 0n && !isUnsigned(value);
  let digits = (negative ? -value.value : value.value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (precision === 0 && value.value === 0n) return '';
  digits = digits.padStart(precision ?? 0, '0');
  if (verb === 'O') digits = `0o${digits}`;
  if (sharp) digits = (PREFIXES[verb] ?? '') + digits;
  return signed((negative ? '-' : '') + digits, given);
}

function rune({ value }: Int): string {
  const valid = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn);
  return valid ? String.fromCodePoint(Number(value)) : '\ufffd';
}

function unicode(value: Int, { sharp, precision = 4 }: Directive): string {
  const name = `U+${value.value.toString(16).toUpperCase().padStart(Math.max(4, precision), '0')}`;
  return sharp ? `${name} '${rune(value)}'` : name;
}
