import type { PlanStep } from '@sherpack/plugin-api';
import { components, cyclicNodes, shortestCycle } from './cycles.ts';
import { addDeclared } from './declared.ts';
import type { Graph, GraphDraft, GraphEdge } from './graph.ts';
import { draftGraph, edgesBy } from './graph.ts';
import { addHooks } from './hook-edges.ts';
import { addRemovals } from './removal-edges.ts';
import { addReferences } from './reference-edges.ts';
import { sectionsOf } from './sections.ts';
import { addWaves } from './wave-edges.ts';

/** The graph, or the cycle that makes one impossible: edges in their order. */
export type GraphResult = { readonly graph: Graph; readonly cycle?: undefined } | { readonly cycle: readonly GraphEdge[]; readonly draft: GraphDraft; readonly graph?: undefined };

/** Orders the steps of a plan. Pure, and linear in steps and edges. */
export function buildGraph(steps: readonly PlanStep[]): GraphResult {
  const draft = draftGraph();
  for (const step of steps) draft.step(step);
  const sections = sectionsOf(steps);
  const ends = addWaves(draft, sections);
  const removed = addRemovals(draft, sections.removals, ends.done);
  addHooks(draft, sections, { ...ends, removed });
  addReferences(draft, sections);
  addDeclared(draft, steps);
  return withoutCycles(draft);
}

/** Guesses on a cycle yield; what is left then was declared so. */
function withoutCycles(draft: GraphDraft): GraphResult {
  const count = draft.nodes.length;
  const cyclic = cyclicNodes(count, draft.edges);
  if (cyclic.size === 0) return { graph: finish(draft, draft.edges, []) };
  const parts = components(count, draft.edges, cyclic);
  const yields = (edge: GraphEdge) => isGuess(edge) && parts.has(edge.from) && parts.get(edge.from) === parts.get(edge.to);
  const dropped = draft.edges.filter(yields);
  const kept = draft.edges.filter((edge) => !yields(edge));
  const left = cyclicNodes(count, kept);
  if (left.size > 0) return { cycle: shortestCycle(count, kept, left), draft };
  return { graph: finish(draft, kept, dropped) };
}

function isGuess({ origin }: GraphEdge): boolean {
  return origin === 'reference' || origin === 'convention';
}

function finish({ nodes }: GraphDraft, edges: readonly GraphEdge[], dropped: readonly GraphEdge[]): Graph {
  return { nodes, edges, dropped, incoming: edgesBy('to', nodes.length, edges), outgoing: edgesBy('from', nodes.length, edges) };
}
