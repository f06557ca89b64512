import type { PlanStep } from '@sherpack/plugin-api';
import { isRemoval } from './sections.ts';
import type { GraphDraft } from './graph.ts';

/**
 * Edges that somebody asked for. Between removals they go the other way: what depends on something goes first.
 * A dependency on something that the plan does not touch is satisfied already.
 */
export function addDeclared(draft: GraphDraft, steps: readonly PlanStep[]): void {
  for (const step of steps) {
    const own = draft.step(step);
    for (const { id, until } of step.dependsOn) {
      const target = draft.ids.get(id);
      if (target === undefined) continue;
      const node = draft.nodes[target];
      if (node?.step !== undefined && isRemoval(node.step) && isRemoval(step)) draft.edge(own, target, step.action === 'delete' ? 'absent' : 'present', 'declared');
      else draft.edge(target, own, until, 'declared');
    }
  }
}
