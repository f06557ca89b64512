import type { PlanStep } from '@sherpack/plugin-api';

/** The parts of a plan that are ordered against one another. */
export interface Sections {
  /** Definitions in the first wave come before the hooks, as `crds/` does for Helm. */
  readonly definitions: readonly PlanStep[];
  /** Writes by waves, with the hooks that run among them. */
  readonly writes: readonly PlanStep[];
  readonly removals: readonly PlanStep[];
  readonly pre: readonly PlanStep[];
  readonly post: readonly PlanStep[];
}

export function isRemoval({ action }: Pick<PlanStep, 'action'>): boolean {
  return action === 'delete' || action === 'keep';
}

export function isDefinition({ ref }: Pick<PlanStep, 'ref'>): boolean {
  return ref.kind === 'CustomResourceDefinition';
}

export function sectionsOf(steps: readonly PlanStep[]): Sections {
  const hooks = steps.filter(({ hook }) => hook !== undefined);
  const removals = steps.filter((step) => step.hook === undefined && isRemoval(step));
  const writes = steps.filter((step) => step.hook === undefined && !isRemoval(step));
  const first = writes.reduce((lowest, { wave }) => Math.min(lowest, wave), Infinity);
  const definitions = writes.filter((step) => isDefinition(step) && step.wave === first);
  const early = new Set(definitions);
  return {
    definitions,
    removals,
    writes: [...writes.filter((step) => !early.has(step)), ...hooks.filter(({ hook }) => hook?.phase === 'during')],
    pre: inHookOrder(hooks.filter(({ hook }) => hook?.phase === 'pre' || hook?.phase === 'test')),
    post: inHookOrder(hooks.filter(({ hook }) => hook?.phase === 'post')),
  };
}

/** Weight, then name, then kind, as Helm runs them (`pkg/action/hooks.go`). The steps come in the order of kinds. */
function inHookOrder(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.toSorted((a, b) => (a.hook?.weight ?? 0) - (b.hook?.weight ?? 0) || compare(a.ref.name, b.ref.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
