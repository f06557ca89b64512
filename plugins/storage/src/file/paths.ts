import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Release, StorageKey } from '@sherpack/plugin-api';

export const ENTRY_SUFFIX = '.entry';
/** Of a value that is being written. */
export const TEMPORARY_SUFFIX = '.tmp';
const LONGEST_NAME = 200;

/** `<root>/<namespace>/<release>` */
export function releaseFolder(root: string, release: Release): string {
  return join(root, fileName(release.namespace), fileName(release.name));
}

/** `revision/3` → `revision~3.entry` */
export function entryPath(root: string, key: StorageKey): string {
  const name = key.name.split('/').map(fileName).join('~');
  return join(releaseFolder(root, key.release), `${shorten(name)}${ENTRY_SUFFIX}`);
}

/**
 * A file name for any text: unique even where upper and lower case are the same, and never `.`, `..` or with a slash.
 * Everything but lower case letters, digits, `_`, `-` and inner dots becomes `%` with its UTF-8 bytes.
 */
export function fileName(text: string): string {
  const escaped = [...Buffer.from(text)].map(escapeByte).join('');
  return shorten(escaped === '' ? '%' : escaped.replace(/^\./, '%2e'));
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[a-z0-9_.-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
}

function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 45)}%${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}
