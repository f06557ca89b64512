import { readConstraint } from '@sherpack/go-semver/constraint';
import { SemverError, parseVersion } from '@sherpack/go-semver/version';
import { SemanticVersion } from '../objects/semantic-version.ts';
import { FunctionError } from '../run/failure.ts';
import { fn, type FunctionGroup } from './signature.ts';

export const versions: FunctionGroup = {
  semver: fn('string', (_frame, text: string) => told(() => new SemanticVersion(parseVersion(text)))),
  semverCompare: fn('string string', (_frame, constraint: string, version: string) => told(() => readConstraint(constraint)(parseVersion(version)))),
};

function told<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof SemverError ? new FunctionError(error.message) : error;
  }
}
