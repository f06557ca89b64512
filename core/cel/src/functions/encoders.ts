import { Fault } from '../cel-error.ts';
import { define, traversal, type Overload } from './overload.ts';

function decode(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new Fault('illegal base64 data');
  }
}

function encode(bytes: Uint8Array): string {
  return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
}

/** cel-go's `ext.Encoders`. Kubernetes has none of it. */
export const encoders: readonly Overload[] = [
  define('base64.decode(string): bytes', decode, traversal()),
  define('base64.encode(bytes): string', encode, traversal()),
];

/** The key as it stands in a JSON pointer (RFC 6901). */
function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Kubernetes' JSON Patch library. */
export const jsonPatch: readonly Overload[] = [define('jsonpatch.escapeKey(string): string', escapeKey, traversal())];
