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
  const range = text.replaceAll(/\s*,\s*/g, ' ').replaceAll(/(>=|<=|>|<|=|\^|~)\s+/g, '$1');
  return validRange(range) === null ? undefined : range;
}

/** Whether a version lies in a range. Pre-releases count as what they are. */
export function isInRange(version: string, range: string): boolean {
  const known = versionRange(range);
  return known !== undefined && satisfies(version, known, { includePrerelease: true });
}

/** `v1.30.2-gke.100` → `1.30.2`: vendors add suffixes that say nothing about the API. */
export function plainVersion(version: string): string | undefined {
  return coerce(version)?.version;
}

export function compareVersions(a: string, b: string): number {
  return compare(a, b);
}
