import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';

/** JSON merge patch (RFC 7386): null removes, objects merge, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const out: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete out[name];
    else setField(out, name, mergePatch(ownField(out, name), value));
  }
  return out;
}
