import { SemverError, comparePrereleases, compareVersions, parseVersion, type Version } from './version.ts';

/** One comparison: `>=1.2`. */
interface Comparison {
  readonly operator: string;
  readonly version: Version;
  /** Parts that are left out or wild. */
  readonly open: 'none' | 'patch' | 'minor' | 'all';
}

const VERSION = String.raw`v?([0-9|x|X|\*]+)(\.[0-9|x|X|\*]+)?(\.[0-9|x|X|\*]+)?(-([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?`;
const OPERATOR = String.raw`(?:=||!=|>|<|>=|=>|<=|=<|~|~>|\^)`;
const LONGEST_OPERATOR = String.raw`(!=|>=|=>|<=|=<|~>|=|>|<|~|\^|)`;
const ONE = new RegExp(String.raw`^\s*${LONGEST_OPERATOR}\s*(${VERSION})\s*$`);
const RANGE = new RegExp(String.raw`\s*(${VERSION})\s+-\s+(${VERSION})\s*`, 'g');
const EACH = new RegExp(String.raw`${LONGEST_OPERATOR}\s*${VERSION}`, 'g');
const VALID = new RegExp(String.raw`^(?:\s*${OPERATOR}\s*${VERSION}\s*)(?:(?:\s+|,\s*)${OPERATOR}\s*${VERSION}\s*)*$`);
const MAX_LENGTH = 512;

export type Check = (version: Version) => boolean;

const known = new Map<string, Check>();

/**
 * Masterminds' constraints: `,` and space mean and, `||` means or; pre-releases only match where one is named.
 *
 * @throws SemverError in the words of the library
 */
export function readConstraint(text: string): Check {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (text.length > MAX_LENGTH) throw new SemverError(`constraint string is too long (max ${MAX_LENGTH} bytes)`);
  const groups = rewriteRanges(text).split('||').map(readGroup);
  const check: Check = (version) => groups.some((group) => group(version));
  if (known.size > 200) known.clear();
  known.set(text, check);
  return check;
}

function rewriteRanges(text: string): string {
  if (!/\s-\s/.test(text)) return text;
  return text.replaceAll(RANGE, (...found: unknown[]) => `>= ${String(found[1])}, <= ${String(found[9])} `);
}

function readGroup(text: string): Check {
  const comparisons = comparisonsOf(text).map(readComparison);
  const prereleases = comparisons.some(({ version }) => version.prerelease !== '');
  return (version) => (version.prerelease === '' || prereleases) && comparisons.every((each) => holds(version, each));
}

/** Most are a single one, which needs neither of the two expressions that are slow to make. */
function comparisonsOf(text: string): readonly string[] {
  if (ONE.test(text)) return [text];
  if (!VALID.test(text)) throw new SemverError(`improper constraint: ${text}`);
  return [...text.matchAll(EACH)].map(([each]) => each);
}

function readComparison(text: string): Comparison {
  const found = ONE.exec(text);
  if (found === null) throw new SemverError(`improper constraint: ${text}`);
  const [, operator = '', whole = '', major = '', minor = '', patch = '', prerelease = ''] = found;
  const open = openness(major, minor.slice(1), patch.slice(1));
  const versions = { none: whole, patch: `${major}${minor}.0${prerelease}`, minor: `${major}.0.0${prerelease}`, all: `0.0.0${prerelease}` };
  try {
    return { operator, version: parseVersion(versions[open]), open };
  } catch {
    throw new SemverError('constraint parser error');
  }
}

function openness(major: string, minor: string, patch: string): Comparison['open'] {
  if (isWild(major)) return 'all';
  if (isWild(minor)) return 'minor';
  return isWild(patch) ? 'patch' : 'none';
}

function isWild(part: string): boolean {
  return part === '' || part === 'x' || part === 'X' || part === '*';
}

function holds(version: Version, comparison: Comparison): boolean {
  const { operator, open } = comparison;
  const order = compareVersions(version, comparison.version);
  switch (operator) {
    case '': case '=': return open === 'none' ? order === 0 : tilde(version, comparison);
    case '!=': return notEqual(version, comparison);
    case '>': return greater(version, comparison);
    case '<': return order < 0;
    case '>=': case '=>': return order >= 0;
    case '<=': case '=<': return lessOrEqual(version, comparison);
    case '^': return caret(version, comparison);
    default: return tilde(version, comparison);
  }
}

function notEqual(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none') return compareVersions(version, wanted) !== 0;
  if (wanted.major !== version.major) return true;
  if (open === 'minor') return false;
  if (wanted.minor !== version.minor) return true;
  if (open === 'all') return wanted.patch !== version.patch;
  return (version.prerelease !== '' || wanted.prerelease !== '') && comparePrereleases(version.prerelease, wanted.prerelease) !== 0;
}

function greater(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none' || open === 'all') return compareVersions(version, wanted) === 1;
  if (version.major !== wanted.major) return version.major > wanted.major;
  return open === 'patch' && version.minor > wanted.minor;
}

function lessOrEqual(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none') return compareVersions(version, wanted) <= 0;
  if (version.major > wanted.major) return false;
  return version.major !== wanted.major || version.minor <= wanted.minor || open === 'minor';
}

function tilde(version: Version, { version: wanted, open }: Comparison): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && open !== 'minor' && open !== 'patch') return true;
  return version.major === wanted.major && (version.minor === wanted.minor || open === 'minor');
}

function caret(version: Version, { version: wanted, open }: Comparison): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  if (wanted.major > 0n || open === 'minor') return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || open === 'patch') return version.minor === wanted.minor;
  return version.minor === 0n && version.patch === wanted.patch;
}

/** Whether a version lies in a range; what is no version or no range fits nothing. Source: `IsCompatibleRange` of Helm 4. */
export function isInRange(version: string, range: string): boolean {
  try {
    return readConstraint(range)(parseVersion(version));
  } catch (error) {
    if (error instanceof SemverError) return false;
    throw error;
  }
}
