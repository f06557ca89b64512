/**
 * Go's strings are bytes. Here they are JavaScript strings; a byte that is no valid UTF-8 is held as a lone surrogate
 * U+DC80 to U+DCFF, as Python's `surrogateescape` does, so that binary data survives `b64dec`, `trunc` and the like.
 */
const ESCAPED = /[\udc80-\udcff]/;
const BEYOND_ASCII = /[\u0080-\uffff]/;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** Length in bytes. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length;
}

export function toBytes(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character.length === 1 && code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else parts.push(...encoder.encode(character));
  }
  return Uint8Array.from(parts);
}

export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeBroken(bytes);
  }
}

function decodeBroken(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const length = runeLength(bytes, index);
    text += length === 0 ? String.fromCharCode(0xdc00 + (bytes[index] ?? 0)) : decoder.decode(bytes.subarray(index, index + length));
    index += length === 0 ? 1 : length;
  }
  return text;
}

/** Bytes of the code point at `index`, 0 if there is none. */
function runeLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  const length = lengthOf(lead);
  if (length === 0 || index + length > bytes.length) return 0;
  try {
    decoder.decode(bytes.subarray(index, index + length));
    return length;
  } catch {
    return 0;
  }
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return lead < 0xf8 ? 4 : 0;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc2 ? 2 : 0;
}

/** Go's `text[start:end]`, in bytes. */
export function sliceBytes(text: string, start: number, end: number): string {
  return isAscii(text) ? text.slice(start, end) : fromBytes(toBytes(text).subarray(start, end));
}

/** What goes out: escaped bytes that form characters again do so; the rest becomes U+FFFD, as in Go's `range`. */
export function finish(text: string): string {
  if (!ESCAPED.test(text)) return text;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(toBytes(text));
}
