import { compareVersions, parseVersion, versionText, type Version } from '@sherpack/go-semver/version';
import { fn, type FunctionGroup } from '../functions/signature.ts';
import { Host } from '../value/host.ts';
import { Int } from '../value/int.ts';

/** Masterminds' *semver.Version. */
export class SemanticVersion extends Host {
  readonly type = '*semver.Version';
  readonly kind = 'ptr';
  readonly methods = versionMethods;
  readonly version: Version;

  constructor(version: Version) {
    super();
    this.version = version;
  }

  override text(): string {
    return versionText(this.version);
  }

  override json(): string {
    return this.text();
  }
}

function part(name: 'major' | 'minor' | 'patch') {
  return fn('version', (_frame, { version }: SemanticVersion) => new Int(version[name], 'uint64'));
}

function order(holds: (order: number) => boolean) {
  return fn('version version', (_frame, a: SemanticVersion, b: SemanticVersion) => holds(compareVersions(a.version, b.version)));
}

/** The next version, without pre-release and metadata. */
function increased(change: (version: Version) => readonly [bigint, bigint, bigint]) {
  return fn('version', (_frame, { version }: SemanticVersion) => {
    const prefix = version.original.startsWith('v') ? 'v' : '';
    return new SemanticVersion(parseVersion(prefix + change(version).join('.')));
  });
}

const versionMethods: FunctionGroup = {
  Major: part('major'),
  Minor: part('minor'),
  Patch: part('patch'),
  Prerelease: fn('version', (_frame, { version }: SemanticVersion) => version.prerelease),
  Metadata: fn('version', (_frame, { version }: SemanticVersion) => version.metadata),
  Original: fn('version', (_frame, { version }: SemanticVersion) => version.original),
  String: fn('version', (_frame, version: SemanticVersion) => version.text()),
  Compare: fn('version version', (_frame, a: SemanticVersion, b: SemanticVersion) => new Int(BigInt(compareVersions(a.version, b.version)), 'int')),
  Equal: order((result) => result === 0),
  LessThan: order((result) => result < 0),
  LessThanEqual: order((result) => result <= 0),
  GreaterThan: order((result) => result > 0),
  GreaterThanEqual: order((result) => result >= 0),
  IncMajor: increased(({ major }) => [major + 1n, 0n, 0n]),
  IncMinor: increased(({ major, minor }) => [major, minor + 1n, 0n]),
  IncPatch: increased(({ major, minor, patch, prerelease }) => [major, minor, prerelease === '' ? patch + 1n : patch]),
};
