import type { JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/**
 * Takes a field out of an object by the path that the server prints (structured-merge-diff `fieldpath`), such as
 * `.spec.containers[name="web"].image`. Names may hold dots, so the path is read along the object itself.
 *
 * @returns the object without it; the same object when there is no such field
 */
export function withoutPrinted<Value>(value: Value, path: string): Value {
  return changed(value, path) as Value;
}

const GONE = Symbol('gone');

function changed(value: unknown, path: string): unknown {
  const next = cut(value, path);
  return next === GONE ? undefined : next;
}

function cut(value: unknown, path: string): unknown {
  if (path === '') return GONE;
  if (path.startsWith('.') && isObject(value)) return cutMember(value, path);
  if (path.startsWith('[') && Array.isArray(value)) return cutItem(value, path);
  return value;
}

function cutMember(value: JsonObject, path: string): unknown {
  const rest = path.slice(1);
  const names = Object.keys(value).filter((name) => rest.startsWith(name) && /^(?:$|[.[])/.test(rest.slice(name.length)));
  const name = names.toSorted((a, b) => b.length - a.length)[0];
  if (name === undefined) return value;
  const below = cut(value[name], rest.slice(name.length));
  if (below !== GONE) return { ...value, [name]: below };
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
}

function cutItem(items: readonly unknown[], path: string): unknown {
  for (const [index, item] of items.entries()) {
    const length = selectorLength(path, item, index);
    if (length === undefined) continue;
    const below = cut(item, path.slice(length));
    return below === GONE ? items.filter((_, at) => at !== index) : items.map((each, at) => (at === index ? below : each));
  }
  return items;
}

/** How much of the path selects this item: `[name="web"]`, `[="text"]` or `[0]`. */
function selectorLength(path: string, item: unknown, index: number): number | undefined {
  const positional = `[${index}]`;
  if (path.startsWith(positional)) return positional.length;
  const end = endOfSelector(path);
  const text = path.slice(1, end);
  if (text.startsWith('=')) return jsonEqual(parsed(text.slice(1)), item) ? end + 1 : undefined;
  if (!isObject(item)) return undefined;
  const keys = [...text.matchAll(/([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g)];
  const fits = keys.length > 0 && keys.every(([, name = '', value = '']) => item[name] === undefined || jsonEqual(item[name], parsed(value)));
  return fits ? end + 1 : undefined;
}

function endOfSelector(path: string): number {
  const match = /^\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]/.exec(path);
  return match === null ? path.length : match[0].length - 1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
