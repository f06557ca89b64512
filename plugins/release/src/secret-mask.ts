import { createHmac, randomBytes } from 'node:crypto';
import type { JsonObject, Path } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';

/** Made anew in every process: what is printed can be compared within one answer, and guessed from nowhere. */
let key: Uint8Array | undefined;

/** Stands in for a secret wherever something is printed. Equal secrets have equal stand-ins in one run. */
export function maskSecret(value: unknown): string {
  key ??= randomBytes(32);
  const digest = createHmac('sha256', key).update(stringifyJson(value, { sortKeys: true })).digest('hex').slice(0, 8);
  return `(secret ${digest})`;
}

/** A copy of the value in which everything at the paths is masked. */
export function maskPaths<Value>(value: Value, paths: readonly Path[]): Value {
  return paths.reduce<unknown>((masked, path) => maskAt(masked, path), value) as Value;
}

function maskAt(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return maskSecret(value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === Number(step) ? maskAt(item, rest) : item));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value;
  const object = value as JsonObject;
  return { ...object, [step]: maskAt(object[String(step)], rest) };
}
