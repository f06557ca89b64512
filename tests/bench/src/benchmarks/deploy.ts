import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { findControlPlane } from '@sherpack/control-plane/find';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { openControlPlane } from '@sherpack/control-plane/open';
import { helmPath } from '@sherpack/control-plane/tools';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { SETS, appliesOf, writeDeployTwins } from '../deploy-twins.ts';
import type { ObjectSet } from '../deploy-twins.ts';
import { sendRaw } from '../raw-client.ts';
import { watchProcess } from '../watch-process.ts';
import type { WatchedCost } from '../watch-process.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));
const COUNT = Number(process.env['SHERPACK_BENCH_OBJECTS'] ?? 1000);
const HELM = 'helm 4.1.4';
const FLOOR = 'raw keep-alive client';
const WARM_UP = 'warm-up';

interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

interface Race extends WatchedCost {
  readonly requests: number;
  /** Requests that changed something besides leases and records. */
  readonly writes: number;
}

export const benchmark: Benchmark = {
  name: 'deploy',
  summary: `install, upgrades and uninstall of ${COUNT} objects on a real API server`,
  async run() {
    const found = findControlPlane();
    if (!found.available) return { skipped: found.reason };
    const plane = await openControlPlane();
    const rows: BenchmarkRow[] = [];
    for (const set of chosenSets()) rows.push(...(await runSet(plane, set)));
    await plane.stop();
    return rows;
  },
};

/** Helm takes a quarter of an hour for 5,000 ConfigMaps alone. */
function chosenSets(): readonly ObjectSet[] {
  const chosen = process.env['SHERPACK_BENCH_SET'];
  const sets = SETS.filter((set) => chosen === undefined || set === chosen);
  if (sets.length === 0) throw new Error(`SHERPACK_BENCH_SET is "${chosen}"; there are ${SETS.map((set) => `"${set}"`).join(' and ')}`);
  return sets;
}

async function runSet(plane: ControlPlane, set: ObjectSet): Promise<readonly BenchmarkRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
  const one = writeDeployTwins(join(folder, 'one'), { set, count: COUNT, version: 1 });
  const two = writeDeployTwins(join(folder, 'two'), { set, count: COUNT, version: 2 });
  // Whoever deploys has run the program before: V8's compiled code and Helm's copy of the server's kinds lie in the home folder.
  const warmUp = (first: string, args: readonly string[]): Step => ({ name: WARM_UP, args: [...args, 'demo', first] });
  const steps = (first: string, second: string, more: readonly string[]): readonly Step[] => [
    { name: 'install', args: ['install', 'demo', first, ...more] }, { name: 'upgrade without a change', args: ['upgrade', 'demo', first, ...more] },
    { name: 'upgrade of all', args: ['upgrade', 'demo', second, ...more] }, { name: 'uninstall', args: ['uninstall', 'demo', ...more] },
  ];
  // The floor goes first: a server that has just started answers slower, and nobody is to be measured against that.
  const floors = [await floorOf(plane, set, true), await floorOf(plane, set, false)] as const;
  const helm = await race(plane, [warmUp(one.chart, ['install', '--dry-run=server']), ...steps(one.chart, two.chart, ['--qps', '10000', '--burst-limit', '10000'])], await helmPath(), []);
  const ours = await race(plane, [warmUp(one.pack, ['plan', 'install']), ...steps(one.pack, two.pack, [])], process.execPath, [CLI]);
  const unchecked = await race(plane, [warmUp(one.pack, ['plan', 'install']), { name: 'install --no-dry-run-check', args: ['install', 'demo', one.pack, '--no-dry-run-check'] }], process.execPath, [CLI]);
  const rows = [...ours].flatMap(([name, cost]) => rowsOf(`${set}: ${name}`, cost, helm.get(name)));
  rows.push(...[...unchecked].flatMap(([name, cost]) => rowsOf(`${set}: ${name}`, cost, helm.get('install'))));
  rows.push(floorRow(`${set}: install`, ours.get('install'), floors[0]), floorRow(`${set}: install --no-dry-run-check`, unchecked.get('install --no-dry-run-check'), floors[1]));
  rmSync(folder, { recursive: true });
  return rows;
}

/** One actor in a namespace of its own; its requests are counted in the API server's audit log. */
async function race(plane: ControlPlane, steps: readonly Step[], command: string, first: readonly string[]): Promise<ReadonlyMap<string, Race>> {
  const space = await testNamespace(plane, { prefix: 'bench' });
  const home = mkdtempSync(join(tmpdir(), 'sherpack-bench-home-'));
  const results = new Map<string, Race>();
  for (const { name, args } of steps) {
    const before = space.audit().length;
    const cost = await watchProcess(command, [...first, ...args, '-n', space.name], { ...process.env, HOME: home, XDG_STATE_HOME: home, KUBECONFIG: space.kubeconfig });
    const events = space.audit().slice(before);
    const writes = events.filter(({ verb, requestURI, objectRef }) => verb !== 'get' && verb !== 'list' && verb !== 'watch' && !requestURI.includes('dryRun') && !/^sh(\.|erpack)/.test(objectRef?.name ?? ''));
    if (name !== WARM_UP) results.set(name, { ...cost, requests: events.length, writes: writes.length });
  }
  await space.cleanup({ wait: true });
  rmSync(home, { recursive: true });
  return results;
}

async function floorOf(plane: ControlPlane, set: ObjectSet, dryRun: boolean): Promise<number> {
  const space = await testNamespace(plane, { prefix: 'bench' });
  const { wall } = await sendRaw(space.kubeconfig, appliesOf({ set, count: COUNT, version: 1 }, space.name), dryRun);
  await space.cleanup({ wait: true });
  return wall;
}

function floorRow(what: string, ours: Race | undefined, floor: number): BenchmarkRow {
  return { what: `${what}, wall`, unit: 's', sherpack: ours?.wall ?? Number.NaN, peer: floor, peerName: FLOOR };
}

function rowsOf(what: string, ours: Race | undefined, theirs: Race | undefined): readonly BenchmarkRow[] {
  const figures = [['requests', ''], ['writes', ''], ['cpu', 's'], ['wall', 's'], ['memory', 'MiB']] as const;
  return figures.map(([figure, unit]) => ({ what: `${what}, ${figure}`, unit, sherpack: ours?.[figure] ?? Number.NaN, peer: theirs?.[figure] ?? Number.NaN, peerName: HELM }));
}
