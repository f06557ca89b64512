import { Buffer } from 'node:buffer';
import { STORAGE_LONG_VALUE_BYTES } from '@sherpack/plugin-api';

/** Cuts a text to the longest beginning that fits an `x-` value, never inside a character. */
export function cutToFit(text: string, bytes: number = STORAGE_LONG_VALUE_BYTES): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let size = Buffer.byteLength('…');
  let kept = '';
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return `${kept}…`;
}
