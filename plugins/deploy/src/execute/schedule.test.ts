import { describe, expect, it } from 'vitest';
import type { PlanStep } from '@sherpack/plugin-api';
import { draftGraph, edgesBy } from '../graph/graph.ts';
import type { EdgeOrigin, Graph, Need } from '../graph/graph.ts';
import { schedule } from './schedule.ts';
import type { NodeEnd } from './schedule.ts';

type Edge = readonly [from: string, to: string, need?: Need, origin?: EdgeOrigin];

/** A graph of steps; names that begin with "wave" are barriers. */
function graphOf(names: readonly string[], edges: readonly Edge[]): Graph {
  const draft = draftGraph();
  const node = (name: string) => (name.startsWith('wave') ? draft.barrier(name) : draft.step({ id: name } as PlanStep));
  for (const name of names) node(name);
  for (const [from, to, need = 'present', origin = 'declared'] of edges) draft.edge(node(from), node(to), need, origin);
  const { nodes } = draft;
  return { nodes, edges: draft.edges, dropped: [], incoming: edgesBy('to', nodes.length, draft.edges), outgoing: edgesBy('from', nodes.length, draft.edges) };
}

interface Walk {
  readonly begun: readonly string[];
  readonly skipped: readonly string[];
}

async function walk(graph: Graph, ends: Readonly<Record<string, NodeEnd>> = {}, reaches: Readonly<Record<string, Need>> = {}): Promise<Walk> {
  const begun: string[] = [];
  const skipped: string[] = [];
  await schedule(graph, {
    async run({ id }, reach) {
      begun.push(id);
      const need = reaches[id];
      if (need !== undefined) reach(need);
      await Promise.resolve();
      return ends[id] ?? 'done';
    },
    skip: ({ id }, because) => void skipped.push(`${id} because of ${because.id}`),
  });
  return { begun, skipped };
}

describe('a graph that is walked', () => {
  it('begins each node when all before it have come so far, and in the order of the nodes where it may choose', async () => {
    expect((await walk(graphOf(['c', 'b', 'a'], [['a', 'b'], ['a', 'c'], ['b', 'c']]))).begun).toEqual(['a', 'b', 'c']);
    expect((await walk(graphOf(['x', 'y', 'z'], []))).begun).toEqual(['x', 'y', 'z']);
  });

  it('goes on from what a node has come to, before the node has ended', async () => {
    const order: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    await schedule(graphOf(['a', 'b', 'c'], [['a', 'b', 'present'], ['a', 'c', 'ready']]), {
      async run({ id }, reach) {
        order.push(id);
        if (id === 'a') {
          await new Promise((resolve) => { setTimeout(resolve, 1); });
          reach('present');
          await held;
        }
        if (id === 'b') release();
        return 'done';
      },
      skip: () => undefined,
    });
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('skips what depends on a failure, and names the failure, and nothing else', async () => {
    const graph = graphOf(['a', 'b', 'c', 'd'], [['a', 'b'], ['b', 'c']]);
    expect(await walk(graph, { a: 'failed' })).toEqual({ begun: ['a', 'd'], skipped: ['b because of a', 'c because of a'] });
  });

  it('opens a barrier behind a failure, but not for who depends on all of the wave', async () => {
    const edges: readonly Edge[] = [['a', 'wave:1', 'ready', 'wave'], ['b', 'wave:1', 'ready', 'wave'], ['wave:1', 'c', 'present', 'wave'], ['wave:1', 'd', 'ready', 'declared']];
    expect(await walk(graphOf(['a', 'b', 'c', 'd'], edges), { a: 'failed' })).toEqual({ begun: ['a', 'b', 'c'], skipped: ['d because of wave:1'] });
  });

  it('takes an attempt for enough where that is all that is wished', async () => {
    expect((await walk(graphOf(['a', 'b'], [['a', 'b', 'tried', 'declared']]), { a: 'failed' })).begun).toEqual(['a', 'b']);
  });

  it('leaves what comes after a node that was not begun', async () => {
    expect(await walk(graphOf(['a', 'b'], [['a', 'b']]), { a: 'left' })).toEqual({ begun: ['a'], skipped: [] });
  });

  it('survives a chain of ten thousand that fails at its beginning', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    const { begun, skipped } = await walk(graphOf(names, names.slice(1).map((name, index) => [`n${index}`, name] as const)), { n0: 'failed' });
    expect([begun.length, skipped.length]).toEqual([1, 9_999]);
  });
});
