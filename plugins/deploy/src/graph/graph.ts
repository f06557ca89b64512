import type { Milestone, PlanStep } from '@sherpack/plugin-api';

/** `tried`: the request was answered, be it with a refusal. */
export type Need = 'tried' | Milestone;

/**
 * Where an edge comes from. A failure passes along `declared`, `phase` and `reference` and not along `wave` and
 * `convention`. `reference` and `convention` are guesses: they yield where they contradict what was declared.
 */
export type EdgeOrigin = 'declared' | 'phase' | 'wave' | 'reference' | 'convention';

/** `to` waits until `from` has come to `need`. Both are indexes of nodes. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly need: Need;
  readonly origin: EdgeOrigin;
}

/** A step, the barrier of a wave, or a join: a point that others wait for, so that n × m edges become n + m. */
export interface GraphNode {
  readonly index: number;
  /** The step's id; `wave:2`; for joins words for people. */
  readonly id: string;
  readonly kind: 'step' | 'wave' | 'join';
  readonly step: PlanStep | undefined;
}

/** The order of one plan, free of cycles. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Edges that end at the node of the index. */
  readonly incoming: readonly (readonly GraphEdge[])[];
  readonly outgoing: readonly (readonly GraphEdge[])[];
  /** Guesses that were dropped because what was declared says otherwise. */
  readonly dropped: readonly GraphEdge[];
}

/** A graph under construction; may still have cycles. */
export interface GraphDraft {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly ids: ReadonlyMap<string, number>;
  step(step: PlanStep): number;
  /** The barrier of that id, made at the first call. */
  barrier(id: string): number;
  join(id: string): number;
  edge(from: number, to: number, need: Need, origin: EdgeOrigin): void;
}

export function draftGraph(): GraphDraft {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const ids = new Map<string, number>();

  function add(id: string, kind: GraphNode['kind'], step: PlanStep | undefined): number {
    const known = ids.get(id);
    if (known !== undefined) return known;
    ids.set(id, nodes.length);
    nodes.push({ index: nodes.length, id, kind, step });
    return nodes.length - 1;
  }

  return {
    nodes, edges, ids,
    step: (step) => add(step.id, 'step', step),
    barrier: (id) => add(id, 'wave', undefined),
    join: (id) => add(id, 'join', undefined),
    edge(from, to, need, origin) {
      if (from !== to) edges.push({ from, to, need, origin });
    },
  };
}

/** Edges by the node that `end` names. */
export function edgesBy(end: 'from' | 'to', count: number, edges: readonly GraphEdge[]): readonly (readonly GraphEdge[])[] {
  const lists: GraphEdge[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) lists[edge[end]]?.push(edge);
  return lists;
}
