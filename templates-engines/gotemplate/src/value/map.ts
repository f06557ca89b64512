/** Under this key types say what Go calls them. */
export const TYPE: unique symbol = Symbol('type');

/**
 * A Go map with string keys: its members are own properties. The prototype chain ends at this class, so `__proto__` and
 * `constructor` are keys like any other, and nothing of JavaScript can be reached.
 */
export class GoMap {
  [key: string]: unknown;
  declare readonly [TYPE]: string;
}

/** `map[string]string`: what `split` gives. */
export class StringMap extends GoMap {}

/** Helm's named type of `.Values`, which has methods. */
export class ValuesMap extends GoMap {}

/** Go's nil map: empty, `null` in JSON and YAML, and nothing can be set in it. */
export class NilMap extends GoMap {}

seal(GoMap, null, 'map[string]interface {}');
seal(NilMap, GoMap.prototype, 'map[string]interface {}');
seal(StringMap, GoMap.prototype, 'map[string]string');
seal(ValuesMap, GoMap.prototype, 'common.Values');

function seal(type: { readonly prototype: object }, parent: object | null, name: string): void {
  Object.setPrototypeOf(type.prototype, parent);
  delete (type.prototype as { constructor?: unknown }).constructor;
  Object.defineProperty(type.prototype, TYPE, { value: name });
}

export function mapOf(entries: Iterable<readonly [string, unknown]>): GoMap {
  const map = new GoMap();
  for (const [key, value] of entries) map[key] = value;
  return map;
}

/** An empty map of the type of another. */
export function sameType(map: GoMap): GoMap {
  return map instanceof StringMap ? new StringMap() : new GoMap();
}

export function has(map: GoMap, key: string): boolean {
  return Object.hasOwn(map, key);
}

const SURROGATE = /[\ud800-\udfff]/;

/** Keys in the order of their UTF-8 bytes, in which Go prints and ranges. */
export function sortedKeys(map: GoMap): string[] {
  const keys = Object.keys(map);
  if (keys.length < 2) return keys;
  keys.sort();
  return keys.some((key) => SURROGATE.test(key)) ? keys.sort(compareText) : keys;
}

/** Byte order of UTF-8 is the order of code points, which differs from that of UTF-16 units beyond the surrogates. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return weight(left) - weight(right);
  }
  return a.length - b.length;
}

function weight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
