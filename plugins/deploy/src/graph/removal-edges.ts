import type { PlanStep } from '@sherpack/plugin-api';
import { kindRank } from '@sherpack/plugin-api';
import type { GraphDraft } from './graph.ts';

const LAST_OF_FOUNDATION = kindRank('RoleBindingList');
const KNOWN = kindRank('a kind that nobody knows');

/**
 * Removals come after the last wave, and the other way round than writes: the highest wave first, and what somebody
 * needs after him. A wave is gone before the one below it goes.
 *
 * @returns the join that is reached when everything is gone
 */
export function addRemovals(draft: GraphDraft, removals: readonly PlanStep[], done: number): number {
  const end = draft.join('the end of all removals');
  draft.edge(done, end, 'present', 'phase');
  const waves = [...new Set(removals.map((step) => step.wave))].toSorted((a, b) => b - a);
  let before = done;
  for (const wave of waves) {
    const steps = removals.filter((step) => step.wave === wave);
    const barrier = draft.barrier(`removal of wave:${wave}`);
    draft.edge(before, barrier, 'present', 'phase');
    for (const step of steps) {
      draft.edge(before, draft.step(step), 'present', 'phase');
      draft.edge(draft.step(step), barrier, wave === waves.at(-1) ? endOf(step) : goneOf(step), 'phase');
    }
    addStages(draft, wave, steps);
    before = barrier;
  }
  draft.edge(before, end, 'present', 'phase');
  return end;
}

function goneOf({ action }: PlanStep): 'absent' | 'present' {
  return action === 'delete' ? 'absent' : 'present';
}

/** Who does not wait for the end is content when the deletion was accepted. */
function endOf(step: PlanStep): 'absent' | 'present' {
  return step.ready.wait ? goneOf(step) : 'present';
}

/** Webhooks, custom resources while their controllers live, workloads, what they used, namespaces. */
function addStages(draft: GraphDraft, wave: number, steps: readonly PlanStep[]): void {
  const stages = [0, 1, 2, 3, 4].map((stage) => steps.filter((step) => stageOf(step) === stage)).filter((stage) => stage.length > 0);
  stages.slice(1).forEach((stage, index) => {
    const join = draft.join(`removal stage ${index + 1} of wave ${wave}`);
    for (const step of stages[index] ?? []) draft.edge(draft.step(step), join, endOf(step), 'convention');
    for (const step of stage) draft.edge(join, draft.step(step), 'tried', 'convention');
  });
}

function stageOf({ ref }: PlanStep): number {
  const rank = kindRank(ref.kind);
  if (ref.kind === 'Namespace') return 4;
  if (rank >= KNOWN) return 1;
  if (rank >= kindRank('APIService')) return 0;
  return rank > LAST_OF_FOUNDATION ? 2 : 3;
}
