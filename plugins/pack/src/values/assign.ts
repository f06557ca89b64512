import type { JsonObject, Path } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { cloneJson, setOwn } from '@sherpack/yaml/equal';

type Mutable = Record<string, unknown>;

/** The reason why a value cannot be set: something in the way is no object or no list. */
export class AssignError extends Error {}

/**
 * Sets one value as Helm's `--set` does: objects and lists on the way are made, gaps in lists are null. A copy is
 * changed and returned.
 *
 * @throws AssignError when a scalar is in the way
 */
export function assign(target: JsonObject, path: Path, value: unknown): JsonObject {
  const copy = cloneJson(target) as Mutable;
  place(copy, path, 0, value);
  return copy;
}

function place(holder: unknown, path: Path, at: number, value: unknown): void {
  const step = path[at];
  if (step === undefined) return;
  const last = at === path.length - 1;
  const next = last ? value : containerFor(memberOf(holder, step), path, at);
  if (typeof step === 'number') setEntry(holder as unknown[], step, next);
  else setOwn(holder as Mutable, step, next);
  if (!last) place(next, path, at + 1, value);
}

function memberOf(holder: unknown, step: string | number): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined;
  return (holder as Record<string | number, unknown>)[step];
}

/** What the next step needs: a list for an index, an object for a name. */
function containerFor(present: unknown, path: Path, at: number): unknown {
  const wantsList = typeof path[at + 1] === 'number';
  if (present === undefined || present === null) return wantsList ? [] : {};
  if (wantsList ? Array.isArray(present) : isObject(present)) return present;
  // Helm replaces an entry of a list, but not a member of an object.
  if (typeof path[at] === 'number' && !wantsList) return {};
  const is = Array.isArray(present) ? 'a list' : kindOf(present);
  throw new AssignError(`"${String(path[at])}" is ${is} already, not ${wantsList ? 'a list' : 'an object'}`);
}

function kindOf(value: unknown): string {
  return isObject(value) ? 'an object' : `a ${typeof value === 'bigint' ? 'number' : typeof value}`;
}

function setEntry(list: unknown[], index: number, value: unknown): void {
  while (list.length < index) list.push(null);
  list[index] = value;
}
