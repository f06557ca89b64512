import { Buffer } from 'node:buffer';
import { STORAGE_LONG_VALUE_BYTES } from '@sherpack/plugin-api';
import type { StorageMetadata } from '@sherpack/plugin-api';

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

/**
 * A list as metadata `x-<name>-0`, `x-<name>-1` and so on, as many items in each as fit.
 *
 * @param separator stands in no item
 */
export function listToMetadata(name: string, items: readonly string[], separator: string): StorageMetadata {
  const parts: string[] = [];
  for (const item of items) {
    const last = parts.at(-1);
    const longer = last === undefined ? undefined : `${last}${separator}${item}`;
    if (longer !== undefined && Buffer.byteLength(longer) <= STORAGE_LONG_VALUE_BYTES) parts[parts.length - 1] = longer;
    else parts.push(item);
  }
  return Object.fromEntries(parts.map((part, index) => [`x-${name}-${index}`, part]));
}

/** The parts of a list in order, each with several items. */
export function metadataParts(name: string, metadata: StorageMetadata): readonly string[] {
  const parts: string[] = [];
  for (let part = metadata[`x-${name}-0`]; part !== undefined; part = metadata[`x-${name}-${parts.length}`]) parts.push(part);
  return parts;
}
