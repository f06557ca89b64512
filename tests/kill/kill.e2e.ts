import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { writePack } from '../deploy/generated-pack.ts';
import { openStage } from '../deploy/stage.ts';
import type { Stage } from '../deploy/stage.ts';
import { endState } from '../scenarios/end-state.ts';
import { sampleOf } from './sample.ts';

const VERBS = ['install', 'upgrade', 'rollback', 'uninstall'] as const;
type Verb = (typeof VERBS)[number];
/** `before`: the server never sees the write. `after`: it answers, and nobody is there to hear it. */
const MOMENTS = ['before', 'after'] as const;
/** With a definition and five resources of its kind: 60. */
const OBJECTS = 54;

/** The line that is killed, and run again as it is. */
function lineOf(verb: Verb, stage: KillStage): readonly string[] {
  switch (verb) {
    case 'install': return ['upgrade', '--install', 'demo', stage.one];
    case 'upgrade': return ['upgrade', '--install', 'demo', stage.two];
    case 'rollback': return ['rollback', 'demo', '1', '--allow-delete', 'all'];
    case 'uninstall': return ['uninstall', 'demo'];
  }
}

interface KillStage extends Stage {
  readonly one: string;
  readonly two: string;
  readonly group: string;
}

/** A namespace in which the verb can run: every verb but install needs a release, and a rollback two revisions. */
async function prepare(verb: Verb, plane: ControlPlane): Promise<KillStage> {
  const stage = await openStage(plane, 'kill', true);
  const group = `${stage.space.name}.example.com`;
  const pack = (name: string, version: 1 | 2) => {
    mkdirSync(join(stage.folder, name));
    return writePack(join(stage.folder, name), { objects: OBJECTS, waves: 2, version, group });
  };
  const made = { ...stage, group, one: pack('one', 1), two: pack('two', 2) };
  if (verb !== 'install') await stage.ok(['install', 'demo', made.one]);
  if (verb === 'rollback') await stage.ok(['upgrade', 'demo', made.two]);
  return made;
}

/** Definitions stay by design; they would fill the cluster for the runs to come. */
async function close(stage: KillStage, plane: ControlPlane): Promise<void> {
  await plane.connection.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.${stage.group}`);
  await stage.end();
}

/** All objects of the release with their content: what counts as the same result. */
async function stateOf(stage: KillStage, plane: ControlPlane): Promise<string> {
  const known = await endState(plane.connection, stage.space.name);
  const gadgets = await plane.connection.find<{ items: { metadata: { name: string }; spec: unknown }[] }>(`/apis/${stage.group}/v1/namespaces/${stage.space.name}/gadgets`);
  return JSON.stringify([known, (gadgets?.items ?? []).map(({ metadata, spec }) => [metadata.name, spec])], undefined, 1);
}

interface Undisturbed {
  readonly writes: number;
  readonly state: string;
}

async function undisturbed(verb: Verb, plane: ControlPlane): Promise<Undisturbed> {
  const stage = await prepare(verb, plane);
  const proxy = await stage.space.proxy({ counts: ({ mutating }) => mutating });
  const { code, stderr } = await stage.sherpack(lineOf(verb, stage), { kubeconfig: proxy.kubeconfig });
  expect({ verb, code, stderr: code === 0 ? '' : stderr }).toEqual({ verb, code: 0, stderr: '' });
  const result = { writes: proxy.requests.filter(({ index }) => index !== undefined).length, state: await stateOf(stage, plane) };
  await close(stage, plane);
  return result;
}

/** Kills the line at write k, runs it again, and returns what is wrong afterwards. */
async function killAt(verb: Verb, k: number, moment: (typeof MOMENTS)[number], plane: ControlPlane, expected: Undisturbed): Promise<readonly string[]> {
  const stage = await prepare(verb, plane);
  const killer = new AbortController();
  const proxy = await stage.space.proxy({ counts: ({ mutating }) => mutating });
  proxy.onRequest((index) => {
    if (index !== k) return 'forward';
    killer.abort();
    return moment === 'before' ? 'cut' : 'cut-after';
  });
  const wrong: string[] = [];
  const killed = await stage.sherpack(lineOf(verb, stage), { kubeconfig: proxy.kubeconfig, signal: killer.signal });
  if (killed.code !== 137 && killed.code !== 0) wrong.push(`the killed run ended with ${killed.code}: ${killed.stderr}`);
  const again = await stage.sherpack(lineOf(verb, stage));
  const isGoneAlready = verb === 'uninstall' && again.code === 1 && /NOT_FOUND/.test(again.stderr);
  if (again.code !== 0 && !isGoneAlready) wrong.push(`running it again ended with ${again.code}: ${again.stderr}`);
  if (/waiting until it ends/.test(again.stderr)) wrong.push('it waited for a lease although the holder is dead on this machine');
  if ((await stateOf(stage, plane)) !== expected.state) wrong.push('the result differs from that of an undisturbed run');
  const removal = await stage.sherpack(['uninstall', 'demo', '--wait', '--cascade', 'background', '--ignore-not-found']);
  if (removal.code !== 0) wrong.push(`uninstall ended with ${removal.code}: ${removal.stderr}`);
  const left = (await stage.space.leftovers()).filter(({ resource }) => resource !== 'customresourcedefinitions');
  if (left.length > 0) wrong.push(`left behind: ${JSON.stringify(left)}`);
  await close(stage, plane);
  return wrong.map((problem) => `${verb} killed ${moment} write ${k}: ${problem}`);
}

describeControlPlane('a killed command', { audit: true }, (plane) => {
  const tally = { points: 0, failures: 0 };
  afterAll(() => { process.stdout.write(`kill points: ${tally.points}, failures: ${tally.failures}\n`); });

  it.each(VERBS)('comes to the same result when the same line is run again: %s', { timeout: 3_600_000 }, async (verb) => {
    const expected = await undisturbed(verb, plane());
    const all = Array.from({ length: expected.writes }, (_, index) => index + 1).flatMap((k) => MOMENTS.map((moment) => ({ k, moment })));
    const points = sampleOf(all, 4);
    const wrong: string[] = [];
    for (const { k, moment } of points) wrong.push(...(await killAt(verb, k, moment, plane(), expected)));
    tally.points += points.length;
    tally.failures += wrong.length;
    process.stdout.write(`${verb}: ${expected.writes} writes, killed at ${points.length} of ${all.length} points, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
