import { isExactNumber } from '@sherpack/yaml/exact-number';

/** The value with bigint and ExactNumber as plain numbers; the same object when there is nothing to change. */
export function plainNumbers(value: unknown): unknown {
  if (typeof value === 'bigint' || isExactNumber(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? plainArray(value) : plainObject(value);
}

function plainArray(value: unknown[]): unknown[] {
  const entries = value.map(plainNumbers);
  return entries.some((entry, index) => entry !== value[index]) ? entries : value;
}

function plainObject(value: object): object {
  const changes: [string, unknown][] = [];
  for (const [key, child] of Object.entries(value)) {
    const plain = plainNumbers(child);
    // NaN differs from itself; copying it is harmless.
    if (plain !== child) changes.push([key, plain]);
  }
  return changes.length === 0 ? value : Object.fromEntries([...Object.entries(value), ...changes]);
}
