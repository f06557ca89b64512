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

/**
 * Walks a graph: every node begins as soon as all that it waits for has come so far. A failure takes with it what
 * depends on it, and nothing else. Event-driven; resolves when nothing can begin any more and nothing is under way.
 */
export async function schedule(graph: Graph, { run, skip }: ScheduleOptions): Promise<void> {
  const waiting = Int32Array.from(graph.incoming, (edges) => edges.length);
  const satisfied = new Set<GraphEdge>();
  const closed = new Uint8Array(graph.nodes.length);
  const incomplete = new Uint8Array(graph.nodes.length);
  const free: number[] = graph.nodes.filter(({ index }) => waiting[index] === 0).map(({ index }) => index);
  let active = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => { finish = resolve; });

  function satisfy(edge: GraphEdge): void {
    if (satisfied.has(edge)) return;
    satisfied.add(edge);
    waiting[edge.to]! -= 1;
    if (waiting[edge.to] === 0 && closed[edge.to] === 0) free.push(edge.to);
  }

  function reach(node: number, need: Need): void {
    for (const edge of graph.outgoing[node] ?? []) if (edge.need === need) satisfy(edge);
  }

  /** A list instead of recursion: what depends on one another may be ten thousand long. */
  function close(first: number, outcome: boolean): void {
    const root = graph.nodes[first];
    const closing = [{ node: first, ok: outcome }];
    for (let next = closing.pop(); next !== undefined; next = closing.pop()) {
      closed[next.node] = 1;
      for (const edge of graph.outgoing[next.node] ?? []) {
        if (next.ok || edge.need === 'tried') satisfy(edge);
        else if (root !== undefined && !satisfied.has(edge) && takesAlong(edge, root)) closing.push({ node: edge.to, ok: false });
      }
    }
  }

  /** Whether the failure of one end is the end of the other. */
  function takesAlong(edge: GraphEdge, root: GraphNode): boolean {
    const to = graph.nodes[edge.to];
    if (to === undefined || closed[edge.to] === 1) return false;
    if (FORGIVING.has(edge.origin)) {
      if (to.kind === 'wave') incomplete[edge.to] = 1;
      satisfy(edge);
      return false;
    }
    closed[edge.to] = 1;
    skip(to, root);
    return true;
  }

  function begin(index: number): void {
    const node = graph.nodes[index];
    if (node === undefined || closed[index] === 1) return;
    if (node.kind !== 'step') return close(index, incomplete[index] === 0);
    active += 1;
    void run(node, (need) => reach(index, need)).then((end) => {
      active -= 1;
      if (end !== 'left') close(index, end === 'done');
      drain();
    });
  }

  function drain(): void {
    while (free.length > 0) {
      // Objects of lower kinds first, where the graph leaves the choice: the nodes stand in that order.
      for (const index of free.splice(0).toSorted((a, b) => a - b)) begin(index);
    }
    if (active === 0) finish();
  }

  drain();
  return finished;
}
