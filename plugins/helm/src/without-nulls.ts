import type { JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** The map without the members that are null, at any depth of maps. */
export function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => {
    if (value === null) return [];
    return [[key, isObject(value) ? withoutNulls(value) : value]];
  }));
}
