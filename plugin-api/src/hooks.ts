import type { ChangeSet } from './change-set.ts';
import type { ClusterViews, ClusterMode } from './services/cluster.ts';
import type { OperationEvent } from './event.ts';
import type { Issue, Manifests, Validation } from './manifests.ts';
import type { Log } from './services/log.ts';
import type { Operation } from './operation.ts';
import type { Pack } from './pack.ts';
import type { Plan } from './plan.ts';
import type { Revision } from './revision.ts';
import type { SherpackError } from './error.ts';

/** Gives the cluster in the form that the operation's row permits, connecting at the first call. */
export interface ClusterAccess {
  /**
   * @param mode what the caller needs; more than the row permits is refused
   * @throws KERNEL_CLUSTER_NOT_PERMITTED
   */
  cluster<Mode extends Exclude<ClusterMode, 'none'>>(mode: Mode): Promise<ClusterViews[Mode]>;
}

/** What every tap gets besides the value. */
export interface StageContext extends ClusterAccess {
  readonly operation: Operation;
  /** Aborts on Ctrl-C and when the operation's time is over. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Tells observers; returns at once. */
  emit(event: OperationEvent): void;
  /** Stops the operation as an interruption would, with a reason: for a tap whose ground has gone, like a lost lease. */
  abort(reason: SherpackError): void;
}

/** Handed to `apply` and `store` taps too: what the stages before have made. */
export interface DeployContext extends StageContext {
  readonly pack: Pack | undefined;
  readonly manifests: Manifests;
}

export interface StoreContext extends DeployContext {
  /** `pending` before the first write to the cluster, `final` after the last. */
  readonly phase: 'pending' | 'final';
  readonly plan: Plan;
  /** What execution did; missing in the pending phase. */
  readonly changeSet: ChangeSet | undefined;
}

/** A transforming tap: gets the value and returns it, changed or not. Forgetting the return is an error. */
export type WaterfallTap<Value, Context> = (value: Value, context: Context) => Promise<Value>;
/** Returns its findings; an empty list means none. */
export type CollectTap<Value, Context, Item> = (value: Value, context: Context) => Promise<readonly Item[]>;
/** Looks on. What it throws is reported as a warning. */
export type ParallelTap<Value, Context> = (value: Value, context: Context) => Promise<void>;

/** The seven stages of the lifecycle: payload and discipline of each. */
export interface LifecycleHooks {
  /** waterfall: read the pack, add layers of values. */
  readonly load: WaterfallTap<Pack, StageContext>;
  /** waterfall: find the pack's dependencies. `pre`: layers are merged into `values`. */
  readonly resolve: WaterfallTap<Pack, StageContext>;
  /** waterfall: templates and values become objects. */
  readonly render: WaterfallTap<Manifests, StageContext & { readonly pack: Pack | undefined }>;
  /** series, collecting: every tap runs, then any error stops the operation. */
  readonly validate: CollectTap<Validation, StageContext, Issue>;
  /** waterfall: transform the plan; write nothing. */
  readonly apply: WaterfallTap<Plan, DeployContext>;
  /** waterfall: write the record, pending before execution and final after. */
  readonly store: WaterfallTap<Revision, StoreContext>;
  /** parallel, never fatal: be told what happens. */
  readonly observe: ParallelTap<OperationEvent, Pick<StageContext, 'operation' | 'log' | 'signal'>>;
}

export type LifecycleStage = keyof LifecycleHooks;

/** In the order of the lifecycle's first pass. */
export const LIFECYCLE_STAGES: readonly LifecycleStage[] = Object.freeze([
  'load', 'resolve', 'render', 'validate', 'apply', 'store', 'observe',
]);

export interface TapOptions {
  /** `pre` taps run before all without an order, `post` taps after; inside a group the order of plugins decides. */
  readonly order?: 'pre' | 'post';
}

/** What a plugin sees of a hook: it can tap, and nothing else. */
export interface HookTap<Tap> {
  tap(run: Tap, options?: TapOptions): void;
}

export type LifecycleTaps = { readonly [Stage in LifecycleStage]: HookTap<LifecycleHooks[Stage]> };
