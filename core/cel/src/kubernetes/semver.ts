import { Fault } from '../cel-error.ts';
import { define, traversal, type Overload } from '../functions/overload.ts';
import { Opaque } from '../values/opaque.ts';

/** A semantic version as github.com/blang/semver reads it: nothing may be missing, build metadata does not count. */
export class Semver extends Opaque {
  readonly typeName = 'kubernetes.Semver';
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: Opaque): boolean {
    return other instanceof Semver && compareVersions(this, other) === 0;
  }
}

const version = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

function parse(text: string): Semver {
  const match = version.exec(text);
  if (!match) throw new Fault(problemOf(text));
  const prerelease = match[4] === undefined ? [] : match[4].split('.');
  const zeros = prerelease.find((part) => /^0\d+$/.test(part));
  if (zeros !== undefined) throw new Fault(`Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(zeros)}`);
  return new Semver(match.slice(1, 4).map((part) => BigInt(part ?? 0)), prerelease);
}

const names = ['Major', 'Minor', 'Patch'] as const;

function problemOf(text: string): string {
  if (text === '') return 'Version string empty';
  const parts = text.replace(/[-+].*$/, '').split('.');
  if (parts.length < 3) return 'No Major.Minor.Patch elements found';
  const index = parts.findIndex((part) => !/^(0|[1-9]\d*)$/.test(part));
  const part = parts[index];
  if (part === undefined || index > 2) return `${JSON.stringify(text)} is not a semantic version`;
  return /^0\d+$/.test(part) ? `${names[index]} number must not contain leading zeroes ${JSON.stringify(part)}` : `Invalid character(s) found in ${names[index]?.toLowerCase()} number ${JSON.stringify(part)}`;
}

/** With `isLenient`, a `v` in front, missing numbers and leading zeros are allowed. @throws Fault */
export function parseSemver(text: string, isLenient = false): Semver {
  return parse(isLenient ? normalize(text) : text);
}

function normalize(text: string): string {
  const [major = '', minor, ...patch] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(patch.length === 0 ? [] : [patch.join('.')])].map(withoutZeros);
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) throw new Fault('short version cannot contain PreRelease/Build meta data');
  return [...parts, '0', '0'].slice(0, 3).join('.');
}

function withoutZeros(part: string): string {
  if (part.length < 2) return part;
  const rest = part.replace(/^0+/, '');
  return /^\d/.test(rest) ? rest : `0${rest}`;
}

function compareVersions(a: Semver, b: Semver): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}

function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : 1;
}

function isSemver(text: string, isLenient = false): boolean {
  try {
    parseSemver(text, isLenient);
    return true;
  } catch {
    return false;
  }
}

/** Kubernetes' semver library. */
export const semver: readonly Overload[] = [
  define('semver(string): kubernetes.Semver', parseSemver, traversal()),
  define('semver(string, bool): kubernetes.Semver', parseSemver, traversal()),
  define('isSemver(string): bool', isSemver, traversal()),
  define('isSemver(string, bool): bool', isSemver, traversal()),
  define('kubernetes.Semver->major(): int', (value: Semver) => value.numbers[0]),
  define('kubernetes.Semver->minor(): int', (value: Semver) => value.numbers[1]),
  define('kubernetes.Semver->patch(): int', (value: Semver) => value.numbers[2]),
  define('kubernetes.Semver->compareTo(kubernetes.Semver): int', (a: Semver, b: Semver) => BigInt(compareVersions(a, b))),
  define('kubernetes.Semver->isGreaterThan(kubernetes.Semver): bool', (a: Semver, b: Semver) => compareVersions(a, b) > 0),
  define('kubernetes.Semver->isLessThan(kubernetes.Semver): bool', (a: Semver, b: Semver) => compareVersions(a, b) < 0),
];
