import type { KubernetesObject, Pack, Path } from '@sherpack/plugin-api';
import { isObject, valueAt } from '@sherpack/plugin-api';
import { isExactNumber } from '@sherpack/yaml/exact-number';
import { allPacks } from './pack-tree.ts';

/** Shorter secrets would be found everywhere; they count only where they are the whole value. */
const MIN_PART = 4;

/** Finds the fields of an object that hold a secret. */
export type SecretFinder = (object: KubernetesObject) => readonly Path[];

export interface SecretFinderOptions {
  /** Whether everything in a Secret counts, wherever it came from. */
  readonly allOfSecrets: boolean;
}

/** @param root its secret paths, and those of its subpacks, say which values are secret */
export function secretFinder(root: Pack, { allOfSecrets }: SecretFinderOptions): SecretFinder {
  const secrets = secretTexts(root);
  return (object) => {
    const known = allOfSecrets && isSecret(object) ? ['data', 'stringData'].filter((field) => isObject(object[field])) : [];
    const marked: readonly Path[] = known.flatMap((field) => Object.keys(object[field] as object).map((key) => [field, key]));
    if (secrets.length === 0) return marked;
    const found = fieldsWith(object, [], secrets).filter(([first]) => !known.includes(String(first)));
    return [...marked, ...found];
  };
}

function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'Secret' && apiVersion === 'v1';
}

/** The texts of all secret values, and what they look like in base64. */
function secretTexts(root: Pack): readonly string[] {
  const texts = new Set<string>();
  for (const { values, secretPaths } of allPacks(root)) {
    for (const path of secretPaths) for (const leaf of leaves(valueAt(values, path))) texts.add(leaf).add(base64(leaf));
  }
  return [...texts].filter((text) => text !== '');
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null && !isExactNumber(value)) return Object.values(value).flatMap(leaves);
  return value === undefined || value === null || typeof value === 'boolean' ? [] : [String(value)];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function fieldsWith(value: unknown, path: Path, secrets: readonly string[]): readonly Path[] {
  if (typeof value === 'object' && value !== null && !isExactNumber(value)) {
    return Object.entries(value).flatMap(([key, member]) => fieldsWith(member, [...path, Array.isArray(value) ? Number(key) : key], secrets));
  }
  const text = String(value);
  return secrets.some((secret) => text === secret || (secret.length >= MIN_PART && text.includes(secret))) ? [path] : [];
}
