import type { Change, Clock, DeployContext, Plan, PlanStep, Release, RevisionStatus, SherpackError, WriteCluster } from '@sherpack/plugin-api';
import type { LiveObjects, Readiness, WriteReceipt } from '../readiness/contract.ts';
import type { OwnershipRule } from '../ownership/rules.ts';
import type { Journaling } from '../journal/journaling.ts';

/** What one execution needs everywhere. */
export interface Execution {
  readonly plan: Plan;
  readonly context: DeployContext;
  readonly cluster: WriteCluster;
  readonly clock: Clock;
  /** Milliseconds since the epoch after which nothing is waited for any more. */
  readonly deadline: number;
  /** Milliseconds that the user gave, for messages and for each hook. */
  readonly timeout: number;
  readonly readiness: Readiness;
  readonly objects: LiveObjects;
  readonly journal: Journaling;
  /** Aborts when nothing is worth waiting for any more: Ctrl-C, a lost lease, a failure that stops the rest. */
  readonly over: AbortSignal;
  readonly changes: Map<string, Change>;
  /** What the server answered to writes, by step. */
  readonly written: Map<string, WriteReceipt>;
  /** Steps that are written or awaited, but not ready yet. */
  readonly starting: Set<string>;
  /** Whose fields are taken, left or respected. */
  readonly ownershipRules: readonly OwnershipRule[];
  /** Takes secret values out of the cluster's words. */
  readonly redact: (words: string) => string;
  /** The status of another release; undefined when there is none. */
  readonly statusOf: (release: Release) => Promise<RevisionStatus | undefined>;
  /** Told of every failure; decides whether the rest goes on. */
  readonly failed: (step: PlanStep, error: SherpackError) => void;
}
