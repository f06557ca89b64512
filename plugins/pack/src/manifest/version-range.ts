import coerce from 'semver/functions/coerce.js';
import compare from 'semver/functions/compare.js';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';

/**
 * Brings a range as Helm's charts write it into npm's grammar: a comma joins conditions there, a blank here.
 *
 * @returns undefined when it is no range
 */
export function versionRange(text: string): string | undefined {
  const range = inNpmGrammar(text);
  return validRange(range) === null ? undefined : range;
}

/** Whether a version lies in a range: not in one that is none. Pre-releases count as what they are. */
export function isInRange(version: string, range: string): boolean {
  return satisfies(version, inNpmGrammar(range), { includePrerelease: true });
}

function inNpmGrammar(text: string): string {
  return text.replaceAll(/\s*,\s*/g, ' ').replaceAll(/(>=|<=|>|<|=|\^|~)\s+/g, '$1');
}

/** `v1.30.2-gke.100` → `1.30.2`: vendors add suffixes that say nothing about the API. */
export function plainVersion(version: string): string | undefined {
  return coerce(version)?.version;
}

export function compareVersions(a: string, b: string): number {
  return compare(a, b);
}
