import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { openStage } from '../deploy/stage.ts';
import type { Stage } from '../deploy/stage.ts';
import { sampleOf } from './sample.ts';

const WEB = fileURLToPath(new URL('../../examples/packs/web', import.meta.url));
const VERBS = ['install', 'upgrade', 'uninstall'] as const;
type Verb = (typeof VERBS)[number];
/** `before`: the server never sees the request. `after`: it answers, and nobody is there to hear it. */
const MOMENTS = ['before', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

const LINES: Readonly<Record<Verb, readonly string[]>> = {
  install: ['install', 'demo', WEB],
  upgrade: ['upgrade', 'demo', WEB, '--set', 'app.replicas=3'],
  uninstall: ['uninstall', 'demo'],
};

/** A namespace in which the verb can run: upgrade and uninstall need a release. */
async function prepare(verb: Verb, plane: ControlPlane): Promise<Stage> {
  const stage = await openStage(plane, 'kill');
  if (verb !== 'install') await stage.ok(LINES.install);
  return stage;
}

/** Requests of every kind in a run that nobody kills. */
async function countRequests(verb: Verb, plane: ControlPlane): Promise<number> {
  const stage = await prepare(verb, plane);
  const proxy = await stage.space.proxy();
  const { code, stderr } = await stage.sherpack(LINES[verb], { kubeconfig: proxy.kubeconfig });
  expect({ verb, code, stderr: code === 0 ? '' : stderr }).toEqual({ verb, code: 0, stderr: '' });
  await stage.end();
  return proxy.requests.length;
}

/** Kills the command at request k, goes on as a person would, and returns what is wrong afterwards. */
async function killAt(verb: Verb, k: number, moment: Moment, plane: ControlPlane): Promise<readonly string[]> {
  const stage = await prepare(verb, plane);
  const killer = new AbortController();
  const proxy = await stage.space.proxy();
  proxy.onRequest((index) => {
    if (index !== k) return 'forward';
    killer.abort();
    return moment === 'before' ? 'cut' : 'cut-after';
  });
  const killed = await stage.sherpack(LINES[verb], { kubeconfig: proxy.kubeconfig, signal: killer.signal });
  const wrong = killed.code === 137 || killed.code === 0 ? [] : [`the killed run ended with ${killed.code}: ${killed.stderr}`];
  wrong.push(...(k % 3 === 0 ? await recover(stage) : []), ...(await repeat(verb, k, stage)), ...(await removeAll(stage)));
  await stage.end();
  return wrong.map((problem) => `${verb} killed ${moment} request ${k}: ${problem}`);
}

async function recover(stage: Stage): Promise<readonly string[]> {
  const { code, stderr } = await stage.sherpack(['recover', 'demo']);
  // Killed before anything was stored, or after everything was removed: then there is nothing to recover.
  return code === 0 || /NOT_FOUND|NOTHING/.test(stderr) ? [] : [`recover ended with ${code}: ${stderr}`];
}

/** After `recover` the line that fits whatever it decided, else the very line that was killed. */
async function repeat(verb: Verb, k: number, stage: Stage): Promise<readonly string[]> {
  if (verb === 'uninstall') {
    const { code, stderr } = await stage.sherpack([...LINES.uninstall, '--ignore-not-found']);
    return code === 0 ? [] : [`running it again ended with ${code}: ${stderr}`];
  }
  const { code, stderr } = await stage.sherpack(k % 3 === 0 ? ['upgrade', '--install', ...LINES[verb].slice(1)] : LINES[verb]);
  // The answer to the last request was lost, and the release is there: the name is taken, as it should be.
  const isInstalled = verb === 'install' && /NAME_TAKEN/.test(stderr);
  const wrong = code === 0 || isInstalled ? [] : [`running it again ended with ${code}: ${stderr}`];
  const status = await stage.sherpack(['status', 'demo', '-o', 'json']);
  return /"status": ?"deployed"/.test(status.stdout) ? wrong : [...wrong, `the release is not deployed: ${status.stdout}${status.stderr}`];
}

async function removeAll(stage: Stage): Promise<readonly string[]> {
  const { code, stderr } = await stage.sherpack(['uninstall', 'demo', '--wait', '--ignore-not-found']);
  const left = await stage.space.leftovers();
  return [...(code === 0 ? [] : [`uninstall ended with ${code}: ${stderr}`]), ...(left.length === 0 ? [] : [`left behind: ${JSON.stringify(left)}`])];
}

describeControlPlane('a command killed at any request, be it a question or a write', { audit: true }, (plane) => {
  const tally = { points: 0, failures: 0 };
  afterAll(() => { process.stdout.write(`kill points at requests: ${tally.points}, failures: ${tally.failures}\n`); });

  it.each(VERBS)('converges when it is run again or recovered, and leaves nothing: %s', { timeout: 3_600_000 }, async (verb) => {
    const total = await countRequests(verb, plane());
    const all = Array.from({ length: total }, (_, index) => index + 1).flatMap((k) => MOMENTS.map((moment) => ({ k, moment })));
    const points = sampleOf(all, 4);
    const wrong: string[] = [];
    for (const { k, moment } of points) wrong.push(...(await killAt(verb, k, moment, plane())));
    tally.points += points.length;
    tally.failures += wrong.length;
    process.stdout.write(`${verb}: ${total} requests, killed at ${points.length} of ${all.length} points, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
