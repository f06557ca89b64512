import type { Frame } from '../run/frame.ts';
import { isEmpty } from '../value/kind.ts';
import { GoMap, has } from '../value/map.ts';

/**
 * mergo's Merge into `target`: first wins, but what is empty there counts as not set. With `overwrite` the source wins,
 * empty values included; an empty map clears nothing. Nested maps are merged in place, and what is taken over is shared.
 */
export function merge(frame: Frame, target: GoMap, source: GoMap, overwrite: boolean): void {
  if (target === source) return;
  for (const key of Object.keys(source)) {
    frame.run.charge(1);
    mergeKey(frame, target, source, key, overwrite);
  }
}

function mergeKey(frame: Frame, target: GoMap, source: GoMap, key: string, overwrite: boolean): void {
  const given = source[key];
  const present = has(target, key);
  const current = target[key];
  if (given === null || given === undefined) {
    if (overwrite) target[key] = given;
    return;
  }
  if (given instanceof GoMap && current instanceof GoMap) {
    if (!isEmpty(current)) return merge(frame, current, given, overwrite);
    merge(frame, current, given, overwrite);
  }
  if (overwrite || !present || isEmpty(current)) target[key] = given;
}
