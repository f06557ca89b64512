import semver from 'semver';

export interface VersionWish {
  readonly version: string | undefined;
  readonly devel: boolean;
}

/**
 * The version that a wish means: that very text first, then the newest in the range. Pre-releases count when the range
 * names one or `devel` is set, as in Helm.
 *
 * @returns the text as the source has it
 */
export function chooseVersion(versions: readonly string[], { version, devel }: VersionWish): string | undefined {
  const exact = versions.find((each) => each === version || each === `v${version}`);
  if (exact !== undefined) return exact;
  const range = rangeOf(version === undefined || version === '' ? '*' : version);
  const early = devel || /\d-/.test(version ?? '');
  return versions
    .filter((each) => semver.valid(each, { loose: true }) !== null && (early || semver.prerelease(each, { loose: true }) === null))
    .filter((each) => semver.satisfies(each, range, { includePrerelease: early, loose: true }))
    .toSorted((a, b) => semver.compareBuild(b, a, { loose: true }))[0];
}

/** Helm joins conditions with a comma, npm with a blank. */
function rangeOf(text: string): string {
  return text.replaceAll(/\s*,\s*/g, ' ').replaceAll(/(>=|<=|>|<|=|\^|~)\s+/g, '$1');
}

/** Whether a wish names one version and no range. */
export function isExact(version: string | undefined): version is string {
  return version !== undefined && semver.valid(version, { loose: true }) !== null;
}

/** The newest few, for a message. */
export function newest(versions: readonly string[]): readonly string[] {
  const known = versions.filter((each) => semver.valid(each, { loose: true }) !== null).toSorted((a, b) => semver.compareBuild(b, a, { loose: true }));
  return known.length > 8 ? [...known.slice(0, 8), '…'] : known;
}
