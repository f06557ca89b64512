import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection, type Connection } from '@sherpack/control-plane/connection';
import { findControlPlane } from '@sherpack/control-plane/find';
import { openControlPlane } from '@sherpack/control-plane/open';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { measure } from '../measure.ts';
import { bundleProgram, type Program } from '../sandbox/bundle.ts';
import { cpuOf } from '../sandbox/cpu.ts';
import { WARM_UP } from '../sandbox/objects.ts';
import { applyOverHttp, reachWatchers } from '../sandbox/over-http.ts';

const COUNT = 1000;
const RUNS = 3;

interface Applied {
  readonly wall: number;
  readonly cpu: number;
}

/** Limits: 0.15 s to the first answer over an empty process; half of the real server's time over HTTP, a fifth in process; 200 MiB; ratio 2 when the objects double. */
export const benchmark: Benchmark = {
  name: 'sandbox',
  summary: `first answer, ${COUNT} objects applied with 10 requests under way, 50 watchers; beside the real control plane`,
  async run() {
    const program = await bundleProgram();
    try {
      return [...startRows(program), ...(await planeRows(program)), ...(await sizeRows(program))];
    } finally {
      program.remove();
    }
  },
};

function startRows(program: Program): readonly BenchmarkRow[] {
  const folders = mkdtempSync(join(tmpdir(), 'sherpack-bench-start-'));
  // A script, because every start shall find a folder that is not there yet.
  const first = measure('bash', ['-c', '"$0" "$1" first-answer "$2/$RANDOM$RANDOM"', process.execPath, program.path, folders], { runs: 11 });
  const empty = measure('bash', ['-c', '"$0" -e ""', process.execPath], { runs: 11 });
  rmSync(folders, { recursive: true });
  const peerName = 'empty node process';
  return [
    { what: 'start to first answer, CPU', unit: 's', sherpack: first.cpu, peer: empty.cpu, peerName },
    { what: 'start to first answer, wall clock', unit: 's', sherpack: first.wall, peer: empty.wall, peerName },
  ];
}

async function planeRows(program: Program): Promise<readonly BenchmarkRow[]> {
  const found = findControlPlane();
  if (!found.available) return [];
  const plane = await openControlPlane();
  const served = await program.serve();
  const ours: Side = { api: connection({ server: served.url, token: 'bench' }), cpu: () => cpuOf(served.folder) };
  const theirs: Side = { api: plane.connection, cpu: () => cpuOf(plane.folder) };
  try {
    for (const side of [ours, theirs]) await applyOverHttp(side.api, 'mixed', WARM_UP);
    const rows = [...(await applyRows(program, ours, theirs, 'configmaps')), ...(await applyRows(program, ours, theirs, 'mixed'))];
    const reach = { sherpack: await reachWatchers(ours.api, 50, 41), peer: await reachWatchers(theirs.api, 50, 41) };
    return [...rows, { what: 'a change seen by 50 watchers', unit: 'ms', ...reach, peerName: PLANE }];
  } finally {
    ours.api.close();
    await served.stop();
    await plane.stop();
  }
}

const PLANE = 'real control plane';

/** A server, and how much CPU all its processes have used: on a busy machine the only time that can be compared. */
interface Side {
  readonly api: Connection;
  cpu(): number;
}

async function applyTo({ api, cpu }: Side, kind: string): Promise<Applied> {
  const before = cpu();
  let after = before;
  const wall = await applyOverHttp(api, kind, COUNT, () => void (after = cpu()));
  return { wall, cpu: after - before };
}

/** All sides in turn, several times over, because other work on the machine comes and goes. */
async function applyRows(program: Program, ours: Side, theirs: Side, kind: string): Promise<readonly BenchmarkRow[]> {
  const samples = { process: [] as Applied[], first: [] as Applied[], http: [] as Applied[], plane: [] as Applied[] };
  for (let run = 0; run < RUNS; run += 1) {
    samples.plane.push(await applyTo(theirs, kind));
    samples.http.push(await applyTo(ours, kind));
    samples.process.push(await program.run<Applied>('apply', kind, COUNT));
    samples.first.push(await program.run<Applied>('apply-first', kind, COUNT));
  }
  return (['wall', 'cpu'] as const).flatMap((figure) => ([['over HTTP', samples.http], ['in process', samples.process], ['as the first of a new process', samples.first]] as const).map(([how, own]) => ({
    what: `${COUNT} ${kind} ${how}, ${figure === 'cpu' ? 'CPU of the servers' : 'wall clock'}`, unit: 's', sherpack: medianOf(own, figure), peer: medianOf(samples.plane, figure), peerName: PLANE,
  })));
}

function medianOf(samples: readonly Applied[], figure: keyof Applied): number {
  return median(samples.map((sample) => sample[figure]));
}

async function sizeRows(program: Program): Promise<readonly BenchmarkRow[]> {
  const memory = await program.run<{ rss: number }>('memory', 'mixed', 5 * COUNT);
  const idle = await program.run<{ rss: number }>('memory', 'mixed', 0);
  const half = median(await series(program, COUNT));
  const whole = median(await series(program, 2 * COUNT));
  return [
    { what: `memory with ${5 * COUNT} mixed objects`, unit: 'MiB', sherpack: memory.rss, peer: idle.rss, peerName: 'an empty sandbox' },
    { what: 'CPU for twice the mixed objects', unit: 's', sherpack: whole, peer: half, peerName: `${COUNT} objects` },
  ];
}

async function series(program: Program, count: number): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let run = 0; run < RUNS; run += 1) samples.push((await program.run<Applied>('apply', 'mixed', count)).cpu);
  return samples;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
