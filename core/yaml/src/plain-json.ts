/** What YAML reads otherwise than JSON does, or may; integers that may be too large for a number. */
const STRANGE = /[^\x20-\x7E\xA0-\u2027\u202A-\uD7FF]|"(?:__proto__|<<)"|[:,[]-?\d{16}/;

/**
 * Reads a document that is JSON in one line, as programs write it: `{"apiVersion":"v1",…}`. A text that JSON prints the
 * same way again has lost nothing: no member that is there twice, no digit, no order.
 *
 * @returns undefined for every other text, and for one that is nested deeper than `maxDepth`
 */
export function readPlainJson(text: string, maxDepth: number): object | undefined {
  const json = (text.startsWith('---\n') ? text.slice(4) : text).trim();
  if (!(json.startsWith('{"') && json.endsWith('}')) || STRANGE.test(json)) return undefined;
  try {
    const value = JSON.parse(json) as object;
    return JSON.stringify(value) === json && isWithin(value, maxDepth) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(value: object, depth: number): boolean {
  return depth > 0 && Object.values(value).every((child) => typeof child !== 'object' || child === null || isWithin(child as object, depth - 1));
}
