/** What an unquoted scalar is, by the rules of go-yaml 2: YAML 1.1 without base 60. Texts are undefined. */
export type Resolved =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'null' }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'timestamp' };

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...words('bool', true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words('bool', false, 'n N no No NO false False FALSE off Off OFF'),
  ...words('float', Number.NaN, '.nan .NaN .NAN'),
  ...words('float', Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words('float', Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { type: 'null' }] as const),
]);

function words(type: 'bool' | 'float', value: boolean | number, list: string): (readonly [string, Resolved])[] {
  return list.split(' ').map((word) => [word, { type, value } as Resolved]);
}

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOTTED_FLOAT = /^\.(?:[0-9]+|[0-9](?:_?[0-9])*)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:(0|[1-9][0-9]*)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+))$/;
const DATE = /^\d{4}-(\d\d?)-(\d\d?)(?:[Tt]\d\d?:\d\d?:\d\d?(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)| +\d\d?:\d\d?:\d\d?(?:[.,]\d+)?)?$/;
const FIRST = new Set(Array.from('-+.0123456789yYnNtTfFoO~', (character) => character.charCodeAt(0)));

function mayMeanSomething(text: string): boolean {
  return text === '' || FIRST.has(text.charCodeAt(0));
}

export function resolve(text: string): Resolved | undefined {
  if (!mayMeanSomething(text)) return undefined;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text[0] ?? '';
  if (first === '.') return DOTTED_FLOAT.test(text) ? { type: 'float', value: Number(text.replaceAll('_', '')) } : undefined;
  if (first !== '-' && first !== '+' && (first < '0' || first > '9')) return undefined;
  return isTimestamp(text) ? { type: 'timestamp' } : numeric(text.replaceAll('_', ''));
}

function numeric(plain: string): Resolved | undefined {
  const value = integer(plain);
  if (value !== undefined) return { type: 'int', value };
  return FLOAT.test(plain) ? { type: 'float', value: Number(plain) } : undefined;
}

function integer(plain: string): bigint | undefined {
  const found = INTEGER.exec(plain);
  if (found === null) return undefined;
  const [, sign, decimal, hex, octal, binary] = found;
  const size = BigInt(decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`) ?? `0b${binary}`);
  const value = sign === '-' ? -size : size;
  // An unsigned integer takes no sign.
  const most = sign === '' ? 2n ** 64n : 2n ** 63n;
  return value >= -(2n ** 63n) && value < most ? value : undefined;
}

const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isTimestamp(text: string): boolean {
  const found = DATE.exec(text);
  if (found === null) return false;
  const [, month, day] = found.map(Number);
  const clock = /(\d\d?):(\d\d?):(\d\d?)/.exec(text)?.slice(1).map(Number) ?? [0, 0, 0];
  const year = Number(text.slice(0, 4));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && !leap ? 28 : MONTH_LENGTHS[(month ?? 0) - 1];
  return days !== undefined && (day ?? 0) >= 1 && (day ?? 0) <= days && (clock[0] ?? 0) < 24 && (clock[1] ?? 0) < 60 && (clock[2] ?? 0) < 60;
}

/** Base 60 of YAML 1.1, which go-yaml does not read but quotes for others. */
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Whether a text reads as itself when it stands unquoted. */
export function readsAsText(text: string): boolean {
  return resolve(text) === undefined && !(text.includes(':') && BASE_60.test(text));
}
