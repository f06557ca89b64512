import type { Frame } from '../run/frame.ts';
import { GoMap, sameType, ValuesMap } from '../value/map.ts';
import { valuesView } from '../value/values-view.ts';
import { isUntyped, sliceType, typed, type SliceType } from '../value/slice.ts';

/** A copy that shares no map and no list with the original. */
export function deepCopy(frame: Frame, value: unknown): unknown {
  if (Array.isArray(value)) {
    frame.run.charge(1 + (value.length >>> 3));
    const items = value.map((item) => deepCopy(frame, item));
    return isUntyped(value) ? items : typed(sliceType(value) as SliceType, items);
  }
  if (!(value instanceof GoMap)) return value;
  frame.run.charge(1);
  const copy = sameType(value);
  for (const key of Object.keys(value)) copy[key] = deepCopy(frame, value[key]);
  return value instanceof ValuesMap ? valuesView(copy) : copy;
}
