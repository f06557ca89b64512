import { createHash } from 'node:crypto';
import type { StorageKey } from '@sherpack/plugin-api';

const PLAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const MAX_NAME = 253;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/**
 * The name of the object that holds an entry: `sherpack.web.revision.3`. Where such a name would not be unique or not
 * allowed, a hash stands in: `sherpack-x.<hash>`.
 */
export function objectName(key: StorageKey): string {
  const parts = [key.release.name, ...key.name.split('/')];
  const name = ['sherpack', ...parts].join('.');
  if (parts.every((part) => PLAIN.test(part)) && name.length <= MAX_NAME) return name;
  return `sherpack-x.${hash(JSON.stringify([key.release.name, key.name]))}`;
}

export function isLabelValue(text: string): boolean {
  return LABEL_VALUE.test(text);
}

/** A label to select by: the text itself, or a hash where a label cannot hold it. */
export function selectable(text: string): string {
  return text !== '' && isLabelValue(text) ? text : `x-${hash(text)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
