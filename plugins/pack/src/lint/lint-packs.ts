import type { Issue, JsonObject, Operations, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { DEFAULT_RELEASE } from '../render/template-context.ts';
import { issuesOf } from './validate-pack.ts';

/** What `lint` says of one pack. */
export interface LintReport {
  /** As the user wrote it. */
  readonly path: string;
  /** Missing when Pack.yaml cannot be read. */
  readonly name?: string;
  readonly version?: string;
  readonly passed: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly issues: readonly Issue[];
}

export interface LintOptions {
  readonly flags: JsonObject;
  readonly namespace: string;
  /** Warnings count as errors. */
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

export async function lintPack(path: string, operations: Operations, options: LintOptions): Promise<LintReport> {
  const { flags, namespace, signal } = options;
  const request = { kind: 'lint', pack: path, flags, release: { name: DEFAULT_RELEASE, namespace } };
  try {
    const { pack, issues } = await operations.run(request, { signal, collectIssues: true });
    return report(path, issues, options, pack?.metadata);
  } catch (error) {
    // Only findings are reported; what else goes wrong stops the command.
    if (!isSherpackError(error) || error.exitCode !== 4) throw error;
    return report(path, issuesOf(flattened(error), 'error'), options);
  }
}

function report(path: string, issues: readonly Issue[], { strict }: LintOptions, metadata?: { readonly name: string; readonly version: string }): LintReport {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.filter(({ severity }) => severity === 'warning').length;
  const passed = errors === 0 && !(strict && warnings > 0);
  const named = metadata === undefined ? {} : { name: metadata.name, version: metadata.version };
  return { path, ...named, passed, errors, warnings, issues };
}

function flattened(error: SherpackError): readonly SherpackError[] {
  return error.others.length === 0 ? [error] : error.others.flatMap(flattened);
}
