import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { auditMark, isWrite } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { sampleOf } from '../kill/sample.ts';
import { several } from '../kill/several.ts';
import { seededRandom } from '../seeded-random.ts';
import { disturbancesOf, markByOthers, patch, pathOf } from './disturbances.ts';
import type { Disturbance } from './disturbances.ts';
import { writePack } from './generated-pack.ts';
import { MANY_KINDS, namesOf } from './many-kinds.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const FULL = process.env['SHERPACK_FULL'] === '1';
const OBJECTS = FULL ? 300 : 50;
const INTERLEAVINGS = 200;
/** One release is planned, disturbed and upgraded so many times, and so many releases at a time. */
const IN_ONE_RELEASE = FULL ? 20 : 3;
const AT_A_TIME = FULL ? 4 : 2;
const DISTURBANCES = disturbancesOf(OBJECTS);
const AUTOSCALERS = new Set(namesOf('HorizontalPodAutoscaler', OBJECTS * 2));

/** A release that goes to and fro between two versions of its pack. */
interface Subject {
  readonly stage: Stage;
  readonly plane: ControlPlane;
  readonly packs: readonly [string, string];
  deployed: 0 | 1;
}

async function openSubject(plane: ControlPlane): Promise<Subject> {
  const stage = await openStage(plane, 'bind');
  // Nothing of that name can be scaled, so these are never ready.
  const annotationsOf = (index: number): Readonly<Record<string, string>> => (AUTOSCALERS.has(`o${index}`) ? { 'sherpack.io/wait-ready': 'false' } : {});
  const pack = (name: string, version: 1 | 2) => writePack(join(stage.folder, name), { objects: OBJECTS, waves: 3, version, kinds: MANY_KINDS, annotationsOf });
  const packs = [pack('one', 1), pack('two', 2)] as const;
  await stage.ok(['install', 'demo', packs[0]]);
  await markByOthers(stage, plane, OBJECTS);
  return { stage, plane, packs, deployed: 0 };
}

function writesSince({ stage }: Subject, since: number): readonly AuditEvent[] {
  return stage.space.audit({ since }).filter(isWrite);
}

/** Plans an upgrade, disturbs, applies. @returns what is wrong afterwards */
async function interleave(subject: Subject, seed: number): Promise<readonly string[]> {
  const { stage, plane } = subject;
  const random = seededRandom(seed);
  const target = subject.deployed === 0 ? 1 : 0;
  const before = auditMark(plane.auditLog ?? '');
  // What an earlier interleaving has left is taken back by force.
  await stage.ok(['plan', 'upgrade', 'demo', subject.packs[target], '--force-conflicts', '--allow-delete', 'all', '--save', 'plan.json']);
  const planned = writesSince(subject, before).map(({ verb, requestURI }) => `${verb} ${requestURI}`);

  const chosen = DISTURBANCES.filter(() => random() < 0.35);
  for (const [index, disturbance] of chosen.entries()) await disturbance.run(stage, plane, Math.floor(random() * 1000) + index);
  const mark = auditMark(plane.auditLog ?? '');
  const outcome = await stage.sherpack(['apply', '--plan', 'plan.json']);
  if (outcome.code === 0) subject.deployed = target;
  const wrong = planned.length > 0 ? [`planning wrote: ${planned.join(', ')}`] : [];
  const writes = writesSince(subject, mark).length;
  return [...wrong, ...judge(chosen, outcome, writes)].map((problem) => `seed ${seed} (${chosen.map(({ name }) => name).join('; ') || 'nothing happens'}): ${problem}`);
}

function judge(chosen: readonly Disturbance[], { code, stderr }: { readonly code: number; readonly stderr: string }, writes: number): readonly string[] {
  const wrong: string[] = [];
  const harmless = chosen.every((disturbance) => disturbance.harmless);
  if (harmless && code !== 0) wrong.push(`a plan that still fits was refused: ${stderr}`);
  if (harmless && writes < OBJECTS / 3) wrong.push(`a plan that still fits wrote ${writes} times only`);
  if (!harmless && code !== 6) wrong.push(`a plan that no longer fits ended with ${code}: ${stderr}`);
  if (!harmless && writes > 0) wrong.push(`a plan that no longer fits wrote ${writes} times`);
  if (chosen.some(({ name }) => name.startsWith('a field of the release')) && !/kubectl-edit at \d{4}-/.test(stderr)) wrong.push(`manager and time are not named: ${stderr}`);
  return wrong;
}

/** @returns what is wrong */
async function series(plane: ControlPlane, seeds: readonly number[], tally: { runs: number }): Promise<readonly string[]> {
  const subject = await openSubject(plane);
  const wrong: string[] = [];
  for (const seed of seeds) {
    wrong.push(...(await interleave(subject, seed)));
    tally.runs += 1;
  }
  await subject.stage.end();
  process.stdout.write(`interleavings so far: ${tally.runs}\n`);
  return wrong;
}

describeControlPlane('a saved plan', { audit: true }, (plane) => {
  const tally = { runs: 0, violations: 0 };
  afterAll(() => { process.stdout.write(`interleavings: ${tally.runs}, violations: ${tally.violations}\n`); });

  it('is carried out exactly while it fits, and planning writes nothing', { timeout: 7_200_000 }, async () => {
    const seeds = sampleOf(Array.from({ length: INTERLEAVINGS }, (_, index) => index + 1), 6);
    const ofOneRelease = Array.from({ length: Math.ceil(seeds.length / IN_ONE_RELEASE) }, (_, index) => seeds.slice(index * IN_ONE_RELEASE, (index + 1) * IN_ONE_RELEASE));
    const wrong = (await several(ofOneRelease, AT_A_TIME, (some) => series(plane(), some, tally))).flat();
    tally.violations = wrong.length;
    process.stdout.write(`${OBJECTS} objects of ${MANY_KINDS.length} kinds\n`);
    expect(wrong).toEqual([]);
  });

  it('holds no secret, and is refused for another pack and after another revision', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'bind');
    const pack = writePack(join(stage.folder, 'pack'), { objects: 10, waves: 1, version: 1 });
    await stage.ok(['plan', 'install', 'demo', pack, '--save', 'plan.json']);
    const text = readFileSync(join(stage.folder, 'plan.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ sherpack: 'plan', binding: { revision: 1 } });
    expect(text).not.toContain(Buffer.from('one').toString('base64'));
    await stage.ok(['apply', '--plan', 'plan.json']);
    expect(await stage.sherpack(['apply', '--plan', 'plan.json'])).toMatchObject({ code: 6, stderr: expect.stringContaining('RELEASE_NAME_TAKEN') as string });
    await stage.ok(['plan', 'upgrade', 'demo', pack, '--save', 'first.json']);
    await stage.ok(['upgrade', 'demo', pack]);
    expect(await stage.sherpack(['apply', '--plan', 'first.json'])).toMatchObject({ code: 6, stderr: expect.stringContaining('the release has moved on') as string });
    await stage.ok(['plan', 'upgrade', 'demo', pack, '--save', 'second.json']);
    writePack(pack, { objects: 10, waves: 1, version: 2 });
    expect(await stage.sherpack(['apply', '--plan', 'second.json'])).toMatchObject({ code: 6, stderr: expect.stringContaining('its files have changed') as string });
    await stage.end();
  });

  it('stops at an object that is changed while its write is on the way', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'bind');
    await stage.ok(['install', 'demo', writePack(join(stage.folder, 'one'), { objects: 40, waves: 1, version: 1 })]);
    const two = writePack(join(stage.folder, 'two'), { objects: 40, waves: 1, version: 2 });
    await stage.ok(['plan', 'upgrade', 'demo', two, '--save', 'plan.json']);
    const path = pathOf(stage, '/apis/apps/v1', 'deployments', 'o36');
    const proxy = await stage.space.proxy({ counts: ({ path: asked, mutating }) => mutating && asked.includes('/deployments/o36?') });
    proxy.onRequest(async (): Promise<'forward'> => {
      await patch(plane(), path, { spec: { template: { spec: { containers: [{ name: 'c', image: 'example/app:edited' }] } } } }, 'kubectl-edit');
      return 'forward';
    });
    const outcome = await stage.sherpack(['apply', '--plan', 'plan.json'], { kubeconfig: proxy.kubeconfig });
    expect({ code: outcome.code, text: outcome.stderr }).toEqual({ code: 6, text: expect.stringMatching(/DEPLOY_CHANGED_MEANWHILE: Deployment .*\/o36 has changed since the plan was made: written by kubectl-edit at \d{4}/) as string });
    const live = await plane().connection.demand<{ spec: { template: { spec: { containers: { image: string }[] } } } }>('GET', path);
    expect(live.spec.template.spec.containers[0]?.image).toBe('example/app:edited');
    await stage.end();
  });
});
