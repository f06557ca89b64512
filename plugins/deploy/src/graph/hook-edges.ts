import type { PlanStep } from '@sherpack/plugin-api';
import type { Sections } from './sections.ts';
import type { GraphDraft } from './graph.ts';
import type { WaveEnds } from './wave-edges.ts';

/** Hooks before and after the objects, one after another, as Helm runs them. */
export function addHooks(draft: GraphDraft, { pre, post }: Sections, ends: WaveEnds & { readonly removed: number }): void {
  const last = chain(draft, pre, ends.defined);
  draft.edge(last, ends.begin, last === ends.defined ? 'present' : 'complete', 'phase');
  chain(draft, post, ends.removed);
}

function chain(draft: GraphDraft, hooks: readonly PlanStep[], start: number): number {
  let before = start;
  for (const step of hooks) {
    const node = draft.step(step);
    draft.edge(before, node, before === start ? 'present' : 'complete', 'phase');
    before = node;
  }
  return before;
}
