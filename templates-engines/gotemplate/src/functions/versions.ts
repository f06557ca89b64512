import { SemanticVersion } from '../objects/semantic-version.ts';
import { readConstraint } from '../semver/constraint.ts';
import { parseVersion } from '../semver/version.ts';
import { fn, type FunctionGroup } from './signature.ts';

export const versions: FunctionGroup = {
  semver: fn('string', (_frame, text: string) => new SemanticVersion(parseVersion(text))),
  semverCompare: fn('string string', (_frame, constraint: string, version: string) => readConstraint(constraint)(parseVersion(version))),
};
