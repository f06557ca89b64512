import type { ChangeAction, ChangeSet } from './change-set.ts';
import type { LifecycleStage } from './hooks.ts';
import type { ObjectRef } from './kubernetes/object-ref.ts';
import type { Operation } from './operation.ts';
import type { Plan } from './plan.ts';
import type { Revision } from './revision.ts';
import type { SherpackError } from './error.ts';

/** What happens while an operation runs, in order. Observers get every event and can stop nothing. */
export type OperationEvent =
  | { readonly type: 'operation-started'; readonly operation: Operation }
  | { readonly type: 'stage-started'; readonly stage: LifecycleStage | 'execute' }
  | { readonly type: 'plan-ready'; readonly plan: Plan }
  | { readonly type: 'step-started'; readonly ref: ObjectRef; readonly action: string }
  | { readonly type: 'step-progress'; readonly ref: ObjectRef; readonly message: string }
  /** Words of a container: of a hook that failed, or one that asks for it. */
  | { readonly type: 'log'; readonly ref: ObjectRef; readonly container: string; readonly text: string }
  | { readonly type: 'step-finished'; readonly ref: ObjectRef; readonly action: ChangeAction; readonly error?: SherpackError | undefined }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'revision-stored'; readonly revision: Pick<Revision, 'release' | 'revision' | 'status'> }
  | {
      readonly type: 'operation-finished';
      readonly operation: Operation;
      readonly outcome: 'succeeded' | 'failed' | 'interrupted';
      readonly revision: Revision | undefined;
      readonly changeSet: ChangeSet | undefined;
      readonly error: SherpackError | undefined;
    };
