import { isObject } from '@sherpack/field-set/field-schema';

/** Reads the simple JSONPaths of printer columns: `.spec.a`, `.a['b.c']`, `.list[0]`, `.list[*].x`, `.c[?(@.type=="Ready")].status`. */
export function readJsonPath(value: unknown, path: string): unknown {
  const steps = path.replaceAll('\\.', '\u0000').match(/\.?[^.[\]]+|\[\?\([^)]*\)\]|\[[^\]]*\]/g) ?? [];
  const found = steps.reduce<unknown[]>((values, step) => values.flatMap((item) => follow(item, step)), [value]);
  return found.length > 1 ? found : found[0];
}

function follow(value: unknown, step: string): unknown[] {
  const filter = /^\[\?\(@\.([\w.]+)\s*==\s*["']?([^"')]*)["']?\)\]$/.exec(step);
  if (filter) return Array.isArray(value) ? value.filter((item) => String(readJsonPath(item, `.${filter[1]}`)) === filter[2]) : [];
  if (step === '[*]') return Array.isArray(value) ? value : [];
  const index = /^\[(-?\d+)\]$/.exec(step);
  if (index) return Array.isArray(value) ? [value.at(Number(index[1]))].filter((item) => item !== undefined) : [];
  const name = step.replace(/^\.|^\['?|'?\]$/g, '').replaceAll('\u0000', '.');
  const next = isObject(value) ? value[name] : undefined;
  return next === undefined ? [] : [next];
}
