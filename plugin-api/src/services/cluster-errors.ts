import type { JsonObject } from '../json.ts';
import { SherpackError } from '../error.ts';
import type { ExitCode } from '../error.ts';

/** The server's answer to a refused request, kept whole for programs. */
export interface ClusterFailure {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** `reason` of the Status object: NotFound, Conflict, Invalid, … */
  readonly reason: string;
  /** The Status object itself, if the server sent one. */
  readonly body: JsonObject | undefined;
}

/** Every failed request to a cluster. The code says the class, `failure` the details. */
export class ClusterError extends SherpackError {
  readonly failure: ClusterFailure;

  constructor(code: string, message: string, failure: ClusterFailure, options?: { hint?: string; exitCode?: ExitCode; cause?: unknown }) {
    super(code, { message, hint: options?.hint, exitCode: options?.exitCode, cause: options?.cause });
    this.failure = failure;
  }
}

export function failureOf(error: unknown): ClusterFailure | undefined {
  return error instanceof Error ? (error as { failure?: ClusterFailure }).failure : undefined;
}
