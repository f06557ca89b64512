import { Buffer } from 'node:buffer';
import type { JsonObject, StorageEntry, StoredValue } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';

const MOVED = 'moved';

/** Where the records of a release lie when they do not lie where one looks for them first. */
export interface Place {
  readonly driver: string;
  /** Options on top of those of the configuration; never a password. */
  readonly options: JsonObject;
}

/** A signpost is a head that says where the real one is; to put it there is the one write that moves a release. */
export function signpost(place: Place): { readonly data: Uint8Array; readonly metadata: Readonly<Record<string, string>> } {
  return { data: Buffer.from(JSON.stringify(place)), metadata: { [MOVED]: place.driver } };
}

export function isSignpost(entry: StorageEntry): boolean {
  return entry.key.name === HEAD && entry.metadata[MOVED] !== undefined;
}

export function placeOf({ key, data }: StoredValue): Place {
  const place: unknown = JSON.parse(new TextDecoder().decode(data));
  if (!isObject(place) || typeof place['driver'] !== 'string') throw errors.RECORD_DAMAGED(`the signpost of release "${key.release.name}"`, 'it names no driver');
  return { driver: place['driver'], options: isObject(place['options']) ? place['options'] : {} };
}
