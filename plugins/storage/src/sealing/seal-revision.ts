import type { JsonObject, Path, Revision } from '@sherpack/plugin-api';
import { isObject, valueAt } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { keyIdOf } from './sealing-key.ts';
import type { SealingKey } from './sealing-key.ts';
import { secretPlaces } from './secret-places.ts';

/** A revision as it is stored. */
export type SealedRevision = Revision & {
  /** Where a sealed text stands instead of the value. */
  readonly sealed?: readonly Path[];
};

/** Puts a sealed text in the place of everything secret. The key is asked for only if there is something to seal. */
export async function sealRevision(revision: Revision, keyOf: () => Promise<SealingKey>): Promise<SealedRevision> {
  const places = secretPlaces(revision);
  if (places.length === 0) return revision;
  const key = await keyOf();
  const sealed = places.reduce<unknown>((whole, path) => replaceAt(whole, path, (value) => key.seal(stringifyJson(value, { sortKeys: true }))), revision);
  return { ...(sealed as Revision), sealed: places };
}

/** @param keyOf gives the key with the id */
export async function unsealRevision({ sealed = [], ...revision }: SealedRevision, keyOf: (id: string) => Promise<SealingKey>): Promise<Revision> {
  let whole: unknown = revision;
  for (const path of sealed) {
    const token = String(valueAt(whole, path));
    const key = await keyOf(keyIdOf(token));
    whole = replaceAt(whole, path, () => parseJson(key.unseal(token), { exactNumbers: true }));
  }
  return whole as Revision;
}

function replaceAt(value: unknown, [step, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === Number(step) ? replaceAt(item, rest, change) : item));
  if (!isObject(value)) return value;
  return { ...value, [step]: replaceAt((value as JsonObject)[String(step)], rest, change) };
}
