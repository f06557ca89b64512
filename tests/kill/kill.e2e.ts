import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import type { TestNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';
import { sampleOf } from './sample.ts';

const WEB = join(fileURLToPath(new URL('../../examples/packs', import.meta.url)), 'web');
const VERBS = ['install', 'upgrade', 'uninstall'] as const;
type Verb = (typeof VERBS)[number];
/** `before`: the server never sees the request. `after`: it answers, and nobody is there to hear it. */
const MOMENTS = ['before', 'after'] as const;

const COMMANDS: Readonly<Record<Verb, readonly string[]>> = {
  install: ['install', 'demo', WEB],
  upgrade: ['upgrade', 'demo', WEB, '--set', 'app.replicas=3'],
  uninstall: ['uninstall', 'demo'],
};

/** Requests of a run that nobody kills; counted once per verb, with some to spare for runs that take another way. */
async function countRequests(verb: Verb, plane: ControlPlane): Promise<number> {
  const stage = await prepare(verb, plane);
  const proxy = await stage.space.proxy();
  const { code, stderr } = await stage.sherpack(proxy.kubeconfig, COMMANDS[verb]);
  expect({ verb, code, stderr: code === 0 ? '' : stderr }).toEqual({ verb, code: 0, stderr: '' });
  await stage.end();
  return proxy.requests.length;
}

interface Stage {
  readonly space: TestNamespace;
  sherpack(kubeconfig: string, args: readonly string[], signal?: AbortSignal): ReturnType<typeof runSherpack>;
  end(): Promise<void>;
}

/** A namespace in which the verb can run: upgrade and uninstall need a release. */
async function prepare(verb: Verb, plane: ControlPlane): Promise<Stage> {
  const home = isolatedHome();
  const space = await testNamespace(plane, { prefix: 'kill' });
  function sherpack(kubeconfig: string, args: readonly string[], signal?: AbortSignal) {
    return runSherpack(home.folder, [...args, '--kubeconfig', kubeconfig, '-n', space.name], home.env, signal);
  }
  if (verb !== 'install') expect((await sherpack(space.kubeconfig, COMMANDS.install)).code).toBe(0);
  return { space, sherpack, end: async () => { await space.cleanup(); home.remove(); } };
}

/** Kills the command at request k, goes on as a person would, and returns what is wrong afterwards. */
async function killAt(verb: Verb, k: number, moment: (typeof MOMENTS)[number], plane: ControlPlane): Promise<readonly string[]> {
  const stage = await prepare(verb, plane);
  const killer = new AbortController();
  const proxy = await stage.space.proxy();
  proxy.onRequest((index) => {
    if (index !== k) return 'forward';
    killer.abort();
    return moment === 'before' ? 'cut' : 'cut-after';
  });
  const wrong: string[] = [];
  const killed = await stage.sherpack(proxy.kubeconfig, COMMANDS[verb], killer.signal);
  if (killed.code !== 137 && killed.code !== 0) wrong.push(`the killed run ended with ${killed.code}: ${killed.stderr}`);
  await goOn(verb, k, stage, wrong);
  const removal = await stage.sherpack(stage.space.kubeconfig, ['uninstall', 'demo', '--wait', '--ignore-not-found']);
  if (removal.code !== 0) wrong.push(`uninstall ended with ${removal.code}: ${removal.stderr}`);
  const left = await stage.space.leftovers();
  if (left.length > 0) wrong.push(`left behind: ${JSON.stringify(left)}`);
  await stage.end();
  return wrong.map((problem) => `${verb} killed ${moment} request ${k}: ${problem}`);
}

/** Every third time through `recover`, else by running the same command again. */
async function goOn(verb: Verb, k: number, stage: Stage, wrong: string[]): Promise<void> {
  const { kubeconfig } = stage.space;
  if (k % 3 === 0) {
    const recovery = await stage.sherpack(kubeconfig, ['recover', 'demo']);
    // Killed before anything was stored, or after everything was removed: then there is nothing to recover.
    if (recovery.code !== 0 && !/NOT_FOUND|NOTHING/.test(recovery.stderr)) wrong.push(`recover ended with ${recovery.code}: ${recovery.stderr}`);
  }
  const again = verb === 'uninstall' ? [...COMMANDS.uninstall, '--ignore-not-found'] : ['upgrade', '--install', ...COMMANDS[verb].slice(1)];
  const repeated = k % 3 === 0 || verb === 'uninstall' ? again : COMMANDS[verb];
  const outcome = await stage.sherpack(kubeconfig, repeated);
  const installedAlready = verb === 'install' && /NAME_TAKEN/.test(outcome.stderr);
  if (outcome.code !== 0 && !installedAlready) wrong.push(`running it again ended with ${outcome.code}: ${outcome.stderr}`);
  if (verb === 'uninstall') return;
  const status = await stage.sherpack(kubeconfig, ['status', 'demo', '-o', 'json']);
  if (!/"status": ?"deployed"/.test(status.stdout)) wrong.push(`the release is not deployed: ${status.stdout}${status.stderr}`);
}

describeControlPlane('a killed command', { audit: true }, (plane) => {
  const tally = { points: 0, failures: 0 };
  afterAll(() => { process.stdout.write(`kill points: ${tally.points}, failures: ${tally.failures}\n`); });

  it.each(VERBS)('converges when it is run again: %s', { timeout: 3_600_000 }, async (verb) => {
    const total = await countRequests(verb, plane());
    const all = Array.from({ length: total }, (_, index) => index + 1).flatMap((k) => MOMENTS.map((moment) => ({ k, moment })));
    const points = sampleOf(all, 6);
    const wrong: string[] = [];
    for (const { k, moment } of points) wrong.push(...(await killAt(verb, k, moment, plane())));
    tally.points += points.length;
    tally.failures += wrong.length;
    process.stdout.write(`${verb}: ${total} requests, killed at ${points.length} of ${all.length} points, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
