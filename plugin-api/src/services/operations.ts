import type { ChangeSet } from '../change-set.ts';
import type { Issue, Manifests } from '../manifests.ts';
import type { Operation, OperationRequest } from '../operation.ts';
import type { OperationEvent } from '../event.ts';
import type { OperationRow } from '../operation-row.ts';
import type { Pack } from '../pack.ts';
import type { Plan } from '../plan.ts';
import type { Revision } from '../revision.ts';
import { defineService } from '../service.ts';

/** One tap in the trace. */
export interface TraceEntry {
  readonly stage: string;
  readonly plugin: string;
  readonly milliseconds: number;
}

/** What an operation has made, as far as its row went. */
export interface OperationResult {
  readonly operation: Operation;
  readonly pack: Pack | undefined;
  readonly manifests: Manifests | undefined;
  readonly issues: readonly Issue[];
  readonly plan: Plan | undefined;
  readonly revision: Revision | undefined;
  readonly changeSet: ChangeSet | undefined;
  readonly trace: readonly TraceEntry[];
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of every event, besides the observers. */
  readonly onEvent?: ((event: OperationEvent) => void) | undefined;
  /** The operation inside which this one runs. */
  readonly parent?: Operation | undefined;
  /** Collect validation errors in the result instead of throwing them, as `lint` does. */
  readonly collectIssues?: boolean | undefined;
}

/** Runs operations; an operation may run others. */
export interface Operations {
  rows(): readonly OperationRow[];
  /** @throws what stopped it, with plugin and hook on it */
  run(request: OperationRequest, options?: RunOptions): Promise<OperationResult>;
}

export const operations = defineService<Operations>('operations');
