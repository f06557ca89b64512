/** No version, or no constraint, in the words of the library. */
export class SemverError extends Error {}

/** A version as Masterminds' semver reads it: `v1.2` is 1.2.0. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

const LOOSE = /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX_LENGTH = 256;

/** @throws SemverError in the words of the library */
export function parseVersion(text: string): Version {
  if (text.length > MAX_LENGTH) throw new SemverError('version string is too long');
  const found = LOOSE.exec(text);
  if (found === null) throw new SemverError('invalid semantic version');
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = found;
  if (prerelease.split('.').some((part) => /^0[0-9]+$/.test(part))) throw new SemverError('version segment starts with 0');
  return { major: segment(major), minor: segment(minor), patch: segment(patch), prerelease, metadata, original: text };
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value >= 2n ** 64n) throw new SemverError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
  return value;
}

export function versionText({ major, minor, patch, prerelease, metadata }: Version): string {
  return `${major}.${minor}.${patch}${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
}

export function compareVersions(a: Version, b: Version): number {
  return compare(a.major, b.major) || compare(a.minor, b.minor) || compare(a.patch, b.patch) || comparePrereleases(a.prerelease, b.prerelease);
}

function compare(a: bigint | string, b: bigint | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** None is more than any; numbers are less than words. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const result = compareParts(left[index], right[index]);
    if (result !== 0) return result;
  }
  return 0;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const numeric = [a, b].map((part) => /^[0-9]+$/.test(part));
  if (numeric[0] === true && numeric[1] === true) return compare(BigInt(a), BigInt(b));
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return compare(a, b);
}
