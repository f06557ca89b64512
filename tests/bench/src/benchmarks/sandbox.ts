import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection, type Connection } from '@sherpack/control-plane/connection';
import { findControlPlane } from '@sherpack/control-plane/find';
import { openControlPlane } from '@sherpack/control-plane/open';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { measure } from '../measure.ts';
import { bundleProgram, type Program } from '../sandbox/bundle.ts';
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
  const ours = connection({ server: served.url, token: 'bench' });
  try {
    await applyOverHttp(ours, 'mixed', 200);
    await applyOverHttp(plane.connection, 'mixed', 200);
    const rows = [...(await applyRows(program, ours, plane.connection, 'configmaps')), ...(await applyRows(program, ours, plane.connection, 'mixed'))];
    const reach = { sherpack: await reachWatchers(ours, 50, 41), peer: await reachWatchers(plane.connection, 50, 41) };
    return [...rows, { what: 'a change seen by 50 watchers', unit: 'ms', ...reach, peerName: PLANE }];
  } finally {
    ours.close();
    await served.stop();
    await plane.stop();
  }
}

const PLANE = 'real control plane';

/** All sides in turn, several times over, because other work on the machine comes and goes. */
async function applyRows(program: Program, ours: Connection, theirs: Connection, kind: string): Promise<readonly BenchmarkRow[]> {
  const samples = { process: [] as number[], http: [] as number[], plane: [] as number[] };
  for (let run = 0; run < RUNS; run += 1) {
    samples.plane.push(await applyOverHttp(theirs, kind, COUNT));
    samples.http.push(await applyOverHttp(ours, kind, COUNT));
    samples.process.push((await program.run<Applied>('apply', kind, COUNT)).wall);
  }
  const peer = median(samples.plane);
  return [
    { what: `${COUNT} ${kind} over HTTP`, unit: 's', sherpack: median(samples.http), peer, peerName: PLANE },
    { what: `${COUNT} ${kind} in process`, unit: 's', sherpack: median(samples.process), peer, peerName: PLANE },
  ];
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
