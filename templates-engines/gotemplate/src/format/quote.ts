const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"',
};

const PLAIN = /^[ !#-[\]-~]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Go's unicode.IsPrint. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** Go's strconv.Quote: what `%q` and `quote` print. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escape(character, '"');
  return `${quoted}"`;
}

/** Go's strconv.QuoteToASCII: `%+q`. */
export function quoteAscii(text: string): string {
  let quoted = '"';
  for (const character of text) quoted += character > '~' ? hexEscape(character) : escape(character, '"');
  return `${quoted}"`;
}

/** Go's strconv.QuoteRune: `%q` of an integer. */
export function quoteRune(character: string): string {
  return `'${character === "'" ? "\\'" : escape(character, "'")}'`;
}

function escape(character: string, delimiter: string): string {
  if (character === '"' && delimiter !== '"') return '"';
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  return isPrintable(character) ? character : hexEscape(character);
}

function hexEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
