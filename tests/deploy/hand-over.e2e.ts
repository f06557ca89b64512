import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { isWrite } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { sampleOf } from '../kill/sample.ts';
import { seededRandom } from '../seeded-random.ts';
import { configMap, writePlainPack } from './plain-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const INTERLEAVINGS = 200;
/** Of requests, in milliseconds. */
const LONGEST_DELAY = 400;

interface Live {
  readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> };
}

interface Scene {
  readonly stage: Stage;
  readonly plane: ControlPlane;
}

function releaseOf(live: Live | undefined): string | undefined {
  return live?.metadata.annotations['sherpack.io/release-name'];
}

function find({ stage, plane }: Scene): Promise<Live | undefined> {
  return plane.connection.find<Live>(`/api/v1/namespaces/${stage.space.name}/configmaps/moving`);
}

/** What a release has besides, so that it is never empty: each its own. */
function packs(scene: Scene, release: string): { readonly with: string; readonly without: string } {
  const rest = configMap(`rest-${release}`, { v: '1' });
  return {
    with: writePlainPack(scene.stage, `${release}-with`, [rest, configMap('moving', { v: '1' })]),
    without: writePlainPack(scene.stage, `${release}-without`, [rest]),
  };
}

describeControlPlane('an object that moves from one release to another', { audit: true }, (plane) => {
  const tally = { runs: 0, violations: 0, remade: 0 };
  afterAll(() => { process.stdout.write(`hand-overs: ${tally.runs}, violations: ${tally.violations}, made anew after the first release had deleted it: ${tally.remade}\n`); });

  it('is left alone when the other release has taken it while the deletion was on the way', { timeout: 300_000 }, async () => {
    const scene = { plane: plane(), stage: await openStage(plane(), 'hand') };
    const { stage } = scene;
    const [giving, taking] = [packs(scene, 'giving'), packs(scene, 'taking')];
    await stage.ok(['install', 'giving', giving.with]);
    await stage.ok(['install', 'taking', taking.without]);
    const before = await find(scene);
    const proxy = await stage.space.proxy({ counts: ({ method, path }) => method === 'DELETE' && path.includes('/configmaps/moving') });
    proxy.onRequest(async (index): Promise<'forward'> => {
      if (index === 1) await stage.ok(['upgrade', 'taking', taking.with, '--take-ownership']);
      return 'forward';
    });
    const gave = await stage.sherpack(['upgrade', 'giving', giving.without], { kubeconfig: proxy.kubeconfig });
    expect(gave).toMatchObject({ code: 0, stderr: expect.stringMatching(/ConfigMap \S+\/moving is left alone: it no longer belongs to the release/) as string });
    const after = await find(scene);
    expect({ uid: after?.metadata.uid, release: releaseOf(after) }).toEqual({ uid: before?.metadata.uid, release: 'taking' });
    // Whoever gave it away has nothing to do with it any more.
    await stage.ok(['uninstall', 'giving']);
    expect((await find(scene))?.metadata.uid).toBe(before?.metadata.uid);
    await stage.end();
  });

  it('is never lost, and keeps its uid unless the first release has deleted it before', { timeout: 7_200_000 }, async () => {
    const scene = { plane: plane(), stage: await openStage(plane(), 'hand') };
    const seeds = sampleOf(Array.from({ length: INTERLEAVINGS }, (_, index) => index + 1), 4);
    const both = { a: packs(scene, 'a'), b: packs(scene, 'b') };
    await scene.stage.ok(['install', 'a', both.a.with]);
    await scene.stage.ok(['install', 'b', both.b.without]);
    const wrong: string[] = [];
    let owner: 'a' | 'b' = 'a';
    for (const seed of seeds) {
      const taker: 'a' | 'b' = owner === 'a' ? 'b' : 'a';
      const end = await handOver(scene, { giver: owner, taker, without: both[owner].without, with: both[taker].with }, seed);
      wrong.push(...end.wrong);
      owner = taker;
      tally.runs += 1;
      if (end.isRemade) tally.remade += 1;
    }
    tally.violations = wrong.length;
    expect(wrong).toEqual([]);
    await scene.stage.end();
  });
});

interface Move {
  readonly giver: string;
  readonly taker: string;
  readonly without: string;
  readonly with: string;
}

/** Both upgrades at once, every write a random while late; whoever was refused because the other was faster runs the line again. */
async function handOver(scene: Scene, move: Move, seed: number): Promise<{ readonly wrong: readonly string[]; readonly isRemade: boolean }> {
  const { stage } = scene;
  const random = seededRandom(seed);
  const before = await find(scene);
  const mark = stage.space.audit().length;
  const [gives, takes] = [await slowed(stage, random), await slowed(stage, random)];
  const giving = ['upgrade', move.giver, move.without];
  const taking = ['upgrade', move.taker, move.with, '--take-ownership'];
  const [gave, took] = await Promise.all([late(giving, gives.kubeconfig), late(taking, takes.kubeconfig)]);
  const again = [await stage.sherpack(giving), await stage.sherpack(taking)];
  await Promise.all([gives.stop(), takes.stop()]);
  const after = await find(scene);

  async function late(line: readonly string[], kubeconfig: string) {
    await pause(random() * LONGEST_DELAY);
    return stage.sherpack(line, { kubeconfig });
  }
  const { deleted, taken } = changesOf(stage, mark);
  const isRemade = after?.metadata.uid !== before?.metadata.uid;
  const wrong = [
    ...(gave.code === 0 ? [] : [`giving it away ended with ${gave.code}: ${gave.stderr}`]),
    ...(took.code === 0 || took.code === 6 ? [] : [`taking it ended with ${took.code}: ${took.stderr}`]),
    ...again.flatMap(({ code, stderr }) => (code === 0 ? [] : [`running it again ended with ${code}: ${stderr}`])),
    ...(releaseOf(after) === move.taker ? [] : [`it belongs to ${releaseOf(after) ?? 'nobody'}`]),
    ...(isRemade && deleted === undefined ? ['it was made anew although nobody had deleted it'] : []),
    ...(deleted !== undefined && taken !== undefined && deleted > taken ? ['it was deleted after the other release had taken it'] : []),
  ];
  return { wrong: wrong.map((problem) => `seed ${seed}: ${problem}`), isRemade };
}

/** When the object was deleted, and when it was first written by the release that takes it. */
function changesOf({ space }: Stage, mark: number): { readonly deleted: string | undefined; readonly taken: string | undefined } {
  const events = space.audit().slice(mark).filter((event) => isWrite(event) && event.objectRef?.name === 'moving');
  return {
    deleted: events.find(({ verb }) => verb === 'delete')?.requestReceivedTimestamp,
    taken: events.find(({ verb }) => verb === 'patch')?.stageTimestamp,
  };
}

async function slowed(stage: Stage, random: () => number) {
  const proxy = await stage.space.proxy({ counts: ({ mutating }) => mutating });
  proxy.onRequest(() => ({ delayMs: Math.floor(random() * LONGEST_DELAY) }));
  return proxy;
}
