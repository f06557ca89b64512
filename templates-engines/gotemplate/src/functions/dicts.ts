import { strval } from '../format/print.ts';
import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { kindName, typeName } from '../value/kind.ts';
import { GoMap, has, NilMap, StringMap, ValuesMap } from '../value/map.ts';
import { strings } from '../value/slice.ts';
import { deepCopy } from './deep-copy.ts';
import { merge } from './merge.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';

/** Go panics when it writes into a nil map. */
function writable(map: GoMap | null): GoMap {
  if (map === null || map instanceof NilMap) throw new FunctionError('assignment to entry in nil map');
  return map;
}

function own(map: GoMap | null, key: string): unknown {
  return map === null ? undefined : map[key];
}

function dict(_frame: Frame, ...values: unknown[]): GoMap {
  const map = new GoMap();
  for (let at = 0; at < values.length; at += 2) map[strval(values[at])] = at + 1 < values.length ? values[at + 1] : '';
  return map;
}

function pick(_frame: Frame, map: GoMap | null, ...keys: string[]): GoMap {
  const picked = new GoMap();
  for (const key of keys) {
    if (map !== null && has(map, key)) picked[key] = map[key];
  }
  return picked;
}

function omit(frame: Frame, map: GoMap | null, ...keys: string[]): GoMap {
  const kept = new GoMap();
  const omitted = new Set(keys);
  const all = Object.keys(map ?? {});
  frame.run.charge(all.length >>> 3);
  for (const key of all) {
    if (!omitted.has(key)) kept[key] = (map as GoMap)[key];
  }
  return kept;
}

/** Sprig promises no order; here it is that of the keys, so that renderings agree with one another. */
function keys(_frame: Frame, ...maps: (GoMap | null)[]): unknown[] {
  return strings(maps.flatMap((map) => Object.keys(map ?? {}).sort()));
}

function values(_frame: Frame, map: GoMap | null): unknown[] {
  return Object.keys(map ?? {}).sort().map((key) => (map as GoMap)[key]);
}

function pluck(_frame: Frame, key: string, ...maps: (GoMap | null)[]): unknown[] {
  return maps.filter((map) => map !== null && has(map, key)).map((map) => (map as GoMap)[key]);
}

function dig(_frame: Frame, ...path: unknown[]): unknown {
  if (path.length < 3) throw new FunctionError('dig needs at least three arguments');
  const fallback = path.at(-2);
  let map = plainMap(path.at(-1));
  const names = path.slice(0, -2).map(key);
  for (const [index, name] of names.entries()) {
    if (!has(map, name)) return fallback;
    if (index === names.length - 1) return map[name];
    map = plainMap(map[name]);
  }
  return fallback;
}

function key(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new FunctionError(`interface conversion: interface {} is ${conversionType(value)}, not string`);
}

/** A type assertion of Go: named map types do not pass. */
function plainMap(value: unknown): GoMap {
  if (value instanceof GoMap && !(value instanceof ValuesMap) && !(value instanceof StringMap)) return value;
  throw new FunctionError(`interface conversion: interface {} is ${conversionType(value)}, not map[string]interface {}`);
}

function conversionType(value: unknown): string {
  return value === null || value === undefined ? 'nil' : typeName(value);
}

function merging(overwrite: boolean): Signature {
  return fn('map ...map', (frame, target: GoMap | null, ...sources: (GoMap | null)[]) => {
    // mergo makes a map where there is none, once there is something to put into it.
    const merged = target ?? (sources.some((source) => source !== null) ? new GoMap() : new NilMap());
    for (const source of sources) {
      if (source !== null) merge(frame, merged, source, overwrite);
    }
    return merged;
  });
}

const copy = fn('any', (frame, value: unknown) => {
  if (value === null) throw new FunctionError(`deepCopy error: cannot copy ${kindName(value)}`);
  return deepCopy(frame, value);
});

export const dicts: FunctionGroup = {
  dict: fn('...any', dict),
  get: fn('map string', (_frame, map: GoMap | null, name: string) => {
    const found = own(map, name);
    return found === undefined ? '' : found;
  }),
  set: fn('map string any', (_frame, map: GoMap | null, name: string, value: unknown) => {
    writable(map)[name] = value;
    return map;
  }),
  unset: fn('map string', (_frame, map: GoMap | null, name: string) => {
    if (map !== null) delete map[name];
    return map;
  }),
  hasKey: fn('map string', (_frame, map: GoMap | null, name: string) => map !== null && has(map, name)),
  pick: fn('map ...string', pick),
  omit: fn('map ...string', omit),
  keys: fn('...map', keys),
  values: fn('map', values),
  pluck: fn('string ...map', pluck),
  dig: fn('...any', dig),
  merge: merging(false),
  mustMerge: merging(false),
  mergeOverwrite: merging(true),
  mustMergeOverwrite: merging(true),
  deepCopy: copy,
  mustDeepCopy: copy,
};
