import type { Graph, GraphEdge, GraphNode, Need } from '../graph/graph.ts';

/** How the work of a node ended. `left`: it was not begun, for nothing new begins any more. */
export type NodeEnd = 'done' | 'failed' | 'left';

export interface ScheduleOptions {
  /**
   * Does the work of a step's node, telling what it has come to on the way. Never throws.
   *
   * @param reach `done` implies all of it
   */
  run(node: GraphNode, reach: (need: Need) => void): Promise<NodeEnd>;
  /** Something that the node depends on has failed, so it will never begin. */
  skip(node: GraphNode, because: GraphNode): void;
}

/** Along these a failure does not pass: a barrier opens all the same, marked as incomplete. */
const FORGIVING: ReadonlySet<GraphEdge['origin']> = new Set(['wave', 'convention']);

/** Where a walk stands; indexes are those of nodes. */
interface Walk extends ScheduleOptions {
  readonly graph: Graph;
  /** Edges that are not satisfied yet. */
  readonly waiting: Int32Array;
  readonly satisfied: Set<GraphEdge>;
  readonly closed: Uint8Array;
  /** Barriers that a failure has opened. */
  readonly incomplete: Uint8Array;
  readonly free: number[];
  active: number;
  finish: () => void;
}

/**
 * Walks a graph: every node begins as soon as all that it waits for has come so far. A failure takes with it what
 * depends on it, and nothing else. Event-driven; resolves when nothing can begin any more and nothing is under way.
 */
export async function schedule(graph: Graph, options: ScheduleOptions): Promise<void> {
  const count = graph.nodes.length;
  const walk: Walk = {
    ...options, graph,
    waiting: Int32Array.from(graph.incoming, (edges) => edges.length),
    satisfied: new Set(), closed: new Uint8Array(count), incomplete: new Uint8Array(count), free: [], active: 0, finish: () => undefined,
  };
  walk.free.push(...graph.nodes.filter(({ index }) => walk.waiting[index] === 0).map(({ index }) => index));
  const finished = new Promise<void>((resolve) => { walk.finish = resolve; });
  drain(walk);
  return finished;
}

function drain(walk: Walk): void {
  while (walk.free.length > 0) {
    // Objects of lower kinds first, where the graph leaves the choice: the nodes stand in that order.
    for (const index of walk.free.splice(0).toSorted((a, b) => a - b)) begin(index, walk);
  }
  if (walk.active === 0) walk.finish();
}

function begin(index: number, walk: Walk): void {
  const node = walk.graph.nodes[index];
  if (node === undefined || walk.closed[index] === 1) return;
  if (node.kind !== 'step') return close(index, walk.incomplete[index] === 0, walk);
  walk.active += 1;
  void walk.run(node, (need) => reach(index, need, walk)).then((end) => {
    walk.active -= 1;
    if (end !== 'left') close(index, end === 'done', walk);
    drain(walk);
  });
}

function reach(node: number, need: Need, walk: Walk): void {
  for (const edge of walk.graph.outgoing[node] ?? []) if (edge.need === need) satisfy(edge, walk);
  drainLater(walk);
}

/** What has become free while a node is still at work. */
function drainLater(walk: Walk): void {
  if (walk.free.length > 0) queueMicrotask(() => drain(walk));
}

function satisfy(edge: GraphEdge, { satisfied, waiting, closed, free }: Walk): void {
  if (satisfied.has(edge)) return;
  satisfied.add(edge);
  waiting[edge.to]! -= 1;
  if (waiting[edge.to] === 0 && closed[edge.to] === 0) free.push(edge.to);
}

/** A list instead of recursion: what depends on one another may be ten thousand long. */
function close(first: number, outcome: boolean, walk: Walk): void {
  const root = walk.graph.nodes[first];
  const closing = [{ node: first, ok: outcome }];
  for (let next = closing.pop(); next !== undefined; next = closing.pop()) {
    walk.closed[next.node] = 1;
    for (const edge of walk.graph.outgoing[next.node] ?? []) {
      if (next.ok || edge.need === 'tried') satisfy(edge, walk);
      else if (root !== undefined && !walk.satisfied.has(edge) && takesAlong(edge, root, walk)) closing.push({ node: edge.to, ok: false });
    }
  }
}

/** Whether the failure of one end is the end of the other. */
function takesAlong(edge: GraphEdge, root: GraphNode, walk: Walk): boolean {
  const to = walk.graph.nodes[edge.to];
  if (to === undefined || walk.closed[edge.to] === 1) return false;
  if (FORGIVING.has(edge.origin)) {
    if (to.kind === 'wave') walk.incomplete[edge.to] = 1;
    satisfy(edge, walk);
    return false;
  }
  walk.closed[edge.to] = 1;
  walk.skip(to, root);
  return true;
}
