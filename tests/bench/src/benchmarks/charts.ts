import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helmPath } from '@sherpack/control-plane/tools';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { splitOf } from '../charts/split.ts';
import { bundleWarm, type WarmProgram } from '../charts/warm-bundle.ts';
import { LARGE, STACK, writeChart } from '../charts/write-chart.ts';
import { watchProcess } from '../watch-process.ts';
import type { WatchedCost } from '../watch-process.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));
const SMALL = fileURLToPath(new URL('../../charts/web', import.meta.url));
const RUNS = 7;
const HELM = 'helm 4.1.4';
const EMPTY = 'empty node process';

type Command = readonly [command: string, ...args: string[]];

/** Limits: 0.9 of Helm's wall clock for the large chart, 1.8 for the small one, 0.2 for a warm rendering. */
export const benchmark: Benchmark = {
  name: 'charts',
  summary: '`template` of generated charts beside Helm, cold and warm, and where the time goes',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
    const charts = { small: SMALL, large: writeChart(folder, 'large', LARGE), 'of the size of kube-prometheus-stack': writeChart(folder, 'stack', STACK) };
    const helm = await helmPath();
    const program = await bundleWarm();
    const rows: BenchmarkRow[] = [];
    for (const [name, chart] of Object.entries(charts)) rows.push(...await rowsOf(name, chart, helm, program));
    program.remove();
    rmSync(folder, { recursive: true });
    return rows;
  },
};

async function rowsOf(name: string, chart: string, helm: string, program: WarmProgram): Promise<readonly BenchmarkRow[]> {
  const ours: Command = [process.execPath, CLI, 'template', 'demo', chart];
  const [cold, peer, empty] = await alternate([ours, [helm, 'template', 'demo', chart], [process.execPath, '-e', '0']]);
  const warm = await program.render(chart);
  const besides = (what: string, unit: string, figure: number, of: number, peerName: string) => ({ what: `${name}: ${what}`, unit, sherpack: figure, peer: of, peerName });
  return [
    besides('cold, wall clock', 's', cold.wall, peer.wall, HELM),
    besides('cold, wall clock', 's', cold.wall, empty.wall, EMPTY),
    besides('cold, CPU', 's', cold.cpu, peer.cpu, HELM),
    besides('cold, CPU', 's', cold.cpu, empty.cpu, EMPTY),
    besides('memory', 'MiB', cold.memory, peer.memory, HELM),
    besides('warm, wall clock', 's', warm, peer.wall, HELM),
    ...splitRows(name, ours, empty.wall),
  ];
}

/** One run of each in turn, so that what else the machine does meets all of them. The first round is not counted. */
async function alternate(commands: readonly [Command, Command, Command]): Promise<readonly [WatchedCost, WatchedCost, WatchedCost]> {
  const costs: [WatchedCost[], WatchedCost[], WatchedCost[]] = [[], [], []];
  for (let run = 0; run <= RUNS; run++) {
    for (const [index, [command, ...args]] of commands.entries()) {
      const cost = await watchProcess(command, args, process.env);
      if (run > 0) costs[index]?.push(cost);
    }
  }
  return [medians(costs[0]), medians(costs[1]), medians(costs[2])];
}

function splitRows(name: string, [command, ...args]: Command, empty: number): readonly BenchmarkRow[] {
  const splits = Array.from({ length: RUNS }, () => splitOf(command, args));
  return (['start', 'load', 'render', 'print'] as const).map((part) => (
    { what: `${name}: of it ${part}`, unit: 's', sherpack: median(splits.map((split) => split[part])), peer: empty, peerName: EMPTY }));
}

function medians(costs: readonly WatchedCost[]): WatchedCost {
  return { cpu: median(costs.map(({ cpu }) => cpu)), wall: median(costs.map(({ wall }) => wall)), memory: median(costs.map(({ memory }) => memory)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
