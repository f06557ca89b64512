/**
 * A JSON value as Sherpack holds it. Integers beyond 2^53 are `bigint`; a number whose text would not survive
 * (`1.0` in a manifest) is an object with `text` and `valueOf()` (see `@sherpack/yaml`), which counts as scalar.
 */
export type JsonScalar = string | number | bigint | boolean | null;
export type Json = JsonScalar | readonly Json[] | { readonly [key: string]: Json | undefined };
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** A path into values or an object: member names and list indexes. */
export type Path = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Follows own members only, so that `constructor` and the like are never reached. */
export function valueAt(root: unknown, path: Path): unknown {
  let current = root;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
