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
import type { DeployTwins, ObjectSet } from '../deploy-twins.ts';
import { median } from '../measure.ts';
import { sendRaw } from '../raw-client.ts';
import { watchProcess } from '../watch-process.ts';
import type { WatchedCost } from '../watch-process.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));
const COUNT = Number(process.env['SHERPACK_BENCH_OBJECTS'] ?? 1000);
const ROUNDS = Number(process.env['SHERPACK_BENCH_ROUNDS'] ?? 3);
const HELM = 'helm 4.1.4';
const FLOOR = 'raw keep-alive client';
const WARM_UP = 'warm-up';
const UNCHECKED = 'install --no-dry-run-check';
const FIGURES = [['requests', ''], ['writes', ''], ['cpu', 's'], ['wall', 's'], ['memory', 'MiB']] as const;

interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

interface Race extends WatchedCost {
  readonly requests: number;
  /** Requests that changed something besides leases and records. */
  readonly writes: number;
}

type Results = ReadonlyMap<string, Race>;

export const benchmark: Benchmark = {
  name: 'deploy',
  summary: `install, upgrades and uninstall of ${COUNT} objects on a real API server, medians of ${ROUNDS}`,
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

interface Round {
  readonly helm: Results;
  readonly ours: Results;
  readonly unchecked: Results;
  /** Seconds of the bare client, with and without dry runs. */
  readonly floors: readonly [checked: number, unchecked: number];
}

async function runSet(plane: ControlPlane, set: ObjectSet): Promise<readonly BenchmarkRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
  const twins = { one: writeDeployTwins(join(folder, 'one'), { set, count: COUNT, version: 1 }), two: writeDeployTwins(join(folder, 'two'), { set, count: COUNT, version: 2 }) };
  const rounds: Round[] = [];
  // In turns: the machine is faster at one time than at another.
  while (rounds.length < ROUNDS) rounds.push(await runRound(plane, set, twins));
  rmSync(folder, { recursive: true });
  return rowsOfSet(set, rounds);
}

async function runRound(plane: ControlPlane, set: ObjectSet, { one, two }: { readonly one: DeployTwins; readonly two: DeployTwins }): Promise<Round> {
  // Whoever deploys has run the program before: V8's compiled code and Helm's copy of the server's kinds lie in the home folder.
  const warmUp = (first: string): Step => ({ name: WARM_UP, args: ['install', '--dry-run=server', 'demo', first] });
  const steps = (first: string, second: string, more: readonly string[]): readonly Step[] => [
    warmUp(first), { name: 'install', args: ['install', 'demo', first, ...more] }, { name: 'upgrade without a change', args: ['upgrade', 'demo', first, ...more] },
    { name: 'upgrade of all', args: ['upgrade', 'demo', second, ...more] }, { name: 'uninstall', args: ['uninstall', 'demo', ...more] },
  ];
  // The floor goes first: a server that has just started answers slower, and nobody is to be measured against that.
  const floors = [await floorOf(plane, set, true), await floorOf(plane, set, false)] as const;
  const helm = await race(plane, steps(one.chart, two.chart, ['--qps', '10000', '--burst-limit', '10000']), await helmPath(), []);
  const ours = await race(plane, steps(one.pack, two.pack, []), process.execPath, [CLI]);
  const unchecked = await race(plane, [warmUp(one.pack), { name: UNCHECKED, args: ['install', 'demo', one.pack, '--no-dry-run-check'] }], process.execPath, [CLI]);
  return { helm, ours, unchecked, floors };
}

function rowsOfSet(set: ObjectSet, rounds: readonly Round[]): readonly BenchmarkRow[] {
  const names = [...(rounds[0]?.ours.keys() ?? [])];
  const side = (of: (round: Round) => Race | undefined) => medianOf(rounds.flatMap((round) => of(round) ?? []));
  const rows = names.flatMap((name) => rowsOf(`${set}: ${name}`, side(({ ours }) => ours.get(name)), side(({ helm }) => helm.get(name))));
  const unchecked = side((round) => round.unchecked.get(UNCHECKED));
  const floors = [median(rounds.map((round) => round.floors[0])), median(rounds.map((round) => round.floors[1]))] as const;
  return [
    ...rows, ...rowsOf(`${set}: ${UNCHECKED}`, unchecked, side(({ helm }) => helm.get('install'))),
    floorRow(`${set}: install`, side(({ ours }) => ours.get('install')), floors[0]), floorRow(`${set}: ${UNCHECKED}`, unchecked, floors[1]),
  ];
}

function medianOf(races: readonly Race[]): Race {
  const figures = FIGURES.map(([figure]) => [figure, median(races.map((race) => race[figure]))]);
  return Object.fromEntries(figures) as unknown as Race;
}

/** One actor in a namespace of its own; its requests are counted in the API server's audit log. */
async function race(plane: ControlPlane, steps: readonly Step[], command: string, first: readonly string[]): Promise<Results> {
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

function floorRow(what: string, ours: Race, floor: number): BenchmarkRow {
  return { what: `${what}, wall`, unit: 's', sherpack: ours.wall, peer: floor, peerName: FLOOR };
}

function rowsOf(what: string, ours: Race, theirs: Race): readonly BenchmarkRow[] {
  return FIGURES.map(([figure, unit]) => ({ what: `${what}, ${figure}`, unit, sherpack: ours[figure], peer: theirs[figure], peerName: HELM }));
}
