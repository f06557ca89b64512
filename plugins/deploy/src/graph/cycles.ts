import type { GraphEdge } from './graph.ts';
import { edgesBy } from './graph.ts';

/**
 * Nodes that lie on a cycle or behind one, by Kahn's algorithm from both ends, so that only cycles and what connects
 * them is left. Linear.
 */
export function cyclicNodes(count: number, edges: readonly GraphEdge[]): ReadonlySet<number> {
  const behind = peel(count, edges, 'from', 'to', undefined);
  return behind.size === 0 ? behind : peel(count, edges, 'to', 'from', behind);
}

/** Takes away, again and again, what no edge leads to; with `within`, only its nodes count. */
function peel(count: number, edges: readonly GraphEdge[], source: 'from' | 'to', target: 'from' | 'to', within: ReadonlySet<number> | undefined): Set<number> {
  const inside = within === undefined ? edges : edges.filter(({ from, to }) => within.has(from) && within.has(to));
  const degree = new Int32Array(count);
  for (const edge of inside) degree[edge[target]]! += 1;
  const next = edgesBy(source, count, inside);
  const left = new Set<number>(within ?? Array.from({ length: count }, (_, index) => index));
  const free = [...left].filter((node) => degree[node] === 0);
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    left.delete(node);
    for (const edge of next[node] ?? []) {
      degree[edge[target]]! -= 1;
      if (degree[edge[target]] === 0) free.push(edge[target]);
    }
  }
  return left;
}

/** Strongly connected components with more than one node, by Tarjan's algorithm without recursion. Node → component. */
export function components(count: number, edges: readonly GraphEdge[], nodes: ReadonlySet<number>): ReadonlyMap<number, number> {
  const next = edgesBy('from', count, edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)));
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const open = new Uint8Array(count);
  const stack: number[] = [];
  const found = new Map<number, number>();
  let counter = 0;

  function enter(node: number): void {
    order[node] = low[node] = counter++;
    open[node] = 1;
    stack.push(node);
  }

  function close(root: number): void {
    const members: number[] = [];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      open[node] = 0;
      members.push(node);
      if (node === root) break;
    }
    if (members.length > 1) for (const member of members) found.set(member, root);
  }

  function visit(start: number): void {
    const path: { node: number; at: number }[] = [{ node: start, at: 0 }];
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = next[top.node]?.[top.at++];
      if (edge === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) low[parent.node] = Math.min(low[parent.node]!, low[top.node]!);
        if (low[top.node] === order[top.node]) close(top.node);
      } else if (order[edge.to] === -1) {
        enter(edge.to);
        path.push({ node: edge.to, at: 0 });
      } else if (open[edge.to] === 1) {
        low[top.node] = Math.min(low[top.node]!, order[edge.to]!);
      }
    }
  }

  for (const node of nodes) if (order[node] === -1) visit(node);
  return found;
}

/**
 * A shortest cycle, as the edges in their order. Every cycle has a declared edge, for waves and phases alone have none;
 * so the search begins at each of those and goes no further than the best one found.
 */
export function shortestCycle(count: number, edges: readonly GraphEdge[], nodes: ReadonlySet<number>): readonly GraphEdge[] {
  const inside = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const next = edgesBy('from', count, inside);
  let best: readonly GraphEdge[] = [];
  for (const edge of inside.filter(({ origin }) => origin === 'declared')) {
    const limit = best.length === 0 ? Infinity : best.length - 2;
    const back = shortestPath(edge.to, edge.from, next, limit);
    if (back !== undefined) best = [edge, ...back];
    if (best.length === 2) break;
  }
  return best;
}

/** Breadth first. @returns undefined when there is none of at most `limit` edges */
function shortestPath(start: number, goal: number, next: readonly (readonly GraphEdge[])[], limit: number): readonly GraphEdge[] | undefined {
  const via = new Map<number, GraphEdge | undefined>([[start, undefined]]);
  let row = [start];
  for (let length = 0; row.length > 0 && length <= limit; length++) {
    if (via.has(goal)) return pathTo(goal, via);
    const following: number[] = [];
    for (const edge of row.flatMap((node) => next[node] ?? [])) {
      if (via.has(edge.to)) continue;
      via.set(edge.to, edge);
      following.push(edge.to);
    }
    row = following;
  }
  return undefined;
}

function pathTo(goal: number, via: ReadonlyMap<number, GraphEdge | undefined>): readonly GraphEdge[] {
  const path: GraphEdge[] = [];
  for (let edge = via.get(goal); edge !== undefined; edge = via.get(edge.from)) path.unshift(edge);
  return path;
}
