import { Buffer } from 'node:buffer';
import type { StorageMetadata } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

const NAME = /^[a-z0-9-]{1,40}$/;
const SHORT_VALUE = /^[A-Za-z0-9._-]{0,63}$/;

/** Bytes that a value under an `x-` name may have. */
export const LONG_VALUE_BYTES = 1024;

/** @throws STORAGE_METADATA_INVALID for what the contract of drivers does not allow */
export function checkMetadata(metadata: StorageMetadata): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (!NAME.test(name)) throw errors.METADATA_INVALID(name, 'the name has other characters, or more than 40');
    checkValue(name, value);
  }
}

function checkValue(name: string, value: string): void {
  if (!name.startsWith('x-')) {
    if (!SHORT_VALUE.test(value)) throw errors.METADATA_INVALID(name, 'the value has other characters than A-Za-z0-9._-, or more than 63');
    return;
  }
  if (Buffer.byteLength(value) > LONG_VALUE_BYTES) throw errors.METADATA_INVALID(name, `the value has more than ${LONG_VALUE_BYTES} bytes`);
}

/** Cuts a text to the longest beginning that fits an `x-` value, never inside a character. */
export function cutToFit(text: string, bytes: number = LONG_VALUE_BYTES): string {
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
