import type { ClusterMode } from './services/cluster.ts';
import type { DryRun, Operation } from './operation.ts';
import type { LifecycleStage } from './hooks.ts';
import type { RevisionStatus } from './revision.ts';

/** What a row's steps may be: the stages, and `execute`, where the deployer carries the plan out. */
export type OperationStage = Exclude<LifecycleStage, 'observe'> | 'execute';

/** How one form of an operation runs. */
export interface OperationCourse {
  readonly stages: readonly OperationStage[];
  readonly cluster: ClusterMode;
}

/** A row of the table of operations. `observe` is told of every operation and stands in no row. */
export interface OperationRow extends OperationCourse {
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** What the request must carry. */
  readonly requires: readonly ('release' | 'pack' | 'revision')[];
  /** The course under `--dry-run=client|server`; a missing one is refused. */
  readonly dryRun?: Readonly<Partial<Record<Exclude<DryRun, 'none'>, OperationCourse>>>;
  /** The status of the revision while the row executes, when it stores one. */
  readonly pendingStatus?: RevisionStatus;
  /** The status after success; `deployed` when missing. */
  readonly finalStatus?: RevisionStatus;
  /** Refines the course by the request's flags, for instance `template --validate`. */
  readonly course?: (operation: Operation) => OperationCourse | undefined;
}
