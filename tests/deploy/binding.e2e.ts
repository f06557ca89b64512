import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isWrite } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { seededRandom, sampleOf } from '../kill/sample.ts';
import { writePack } from './generated-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const FULL = process.env['SHERPACK_FULL'] === '1';
const OBJECTS = FULL ? 300 : 40;
const INTERLEAVINGS = 200;

/** What somebody does between the approval of a plan and its execution. */
interface Disturbance {
  readonly name: string;
  /** Whether the plan must still be carried out. */
  readonly harmless: boolean;
  run(stage: Stage, plane: ControlPlane, index: number): Promise<void>;
}

const APPS = '/apis/apps/v1/namespaces';

/** Deployments are the seventh of ten kinds; the first tenth of the objects is not in the second version. */
function deployment(index: number): string {
  const names = Array.from({ length: OBJECTS }, (_, number) => number).filter((number) => number % 10 === 6 && number >= OBJECTS / 10);
  return `o${names[index % names.length]}`;
}

async function patch(plane: ControlPlane, path: string, body: object, manager = 'somebody'): Promise<void> {
  await plane.connection.demand('PATCH', `${path}?fieldManager=${manager}`, { body, contentType: 'application/merge-patch+json' });
}

const DISTURBANCES: readonly Disturbance[] = [
  {
    name: 'a status is written', harmless: true,
    run: (stage, plane, index) => patch(plane, `${APPS}/${stage.space.name}/deployments/${deployment(index)}/status`, { status: { conditions: [{ type: 'Seen', status: 'True', reason: 'Test', message: String(index), lastTransitionTime: '2026-01-01T00:00:00Z', lastUpdateTime: '2026-01-01T00:00:00Z' }] } }),
  },
  {
    name: 'an annotation of somebody else is set', harmless: true,
    run: (stage, plane, index) => patch(plane, `${APPS}/${stage.space.name}/deployments/${deployment(index)}`, { metadata: { annotations: { 'example.com/seen': String(index) } } }),
  },
  {
    name: 'an autoscaler scales', harmless: true,
    async run(stage, plane, index) {
      const name = deployment(index);
      const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name, namespace: stage.space.name }, spec: { replicas: 1 } };
      await plane.connection.demand('PUT', `${APPS}/${stage.space.name}/deployments/${name}/scale?fieldManager=kube-controller-manager`, { body });
    },
  },
  {
    name: 'a field of the release is changed', harmless: false,
    run: (stage, plane, index) => patch(plane, `${APPS}/${stage.space.name}/deployments/${deployment(index)}`, { spec: { template: { spec: { containers: [{ name: 'c', image: 'example/app:edited' }] } } } }, 'kubectl-edit'),
  },
  {
    name: 'a field that nobody owned is added', harmless: false,
    run: (stage, plane, index) => patch(plane, `${APPS}/${stage.space.name}/deployments/${deployment(index)}`, { spec: { template: { spec: { priority: 0, schedulerName: `other-${index}` } } } }, 'kubectl-edit'),
  },
  {
    name: 'an object is deleted and made anew', harmless: false,
    async run(stage, plane) {
      const path = `/api/v1/namespaces/${stage.space.name}/configmaps/o${OBJECTS - 10}`;
      const live = await plane.connection.demand<{ metadata: Record<string, unknown> }>('GET', path);
      await plane.connection.demand('DELETE', path);
      const { uid: _uid, resourceVersion: _version, ...metadata } = live.metadata;
      await plane.connection.demand('POST', path.slice(0, path.lastIndexOf('/')), { body: { ...live, metadata } });
    },
  },
];

/** Installs, plans an upgrade, disturbs, applies. @returns what is wrong afterwards */
async function interleave(plane: ControlPlane, seed: number): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const stage = await openStage(plane, 'bind');
  const wrong: string[] = [];
  await stage.ok(['install', 'demo', writePack(join(stage.folder, 'one'), { objects: OBJECTS, waves: 3, version: 1 })]);
  const two = writePack(join(stage.folder, 'two'), { objects: OBJECTS, waves: 3, version: 2 });
  const before = stage.space.audit().length;
  await stage.ok(['plan', 'upgrade', 'demo', two, '--save', 'plan.json']);
  const planned = stage.space.audit().slice(before).filter(isWrite);
  if (planned.length > 0) wrong.push(`planning wrote: ${planned.map(({ verb, requestURI }) => `${verb} ${requestURI}`).join(', ')}`);

  const chosen = DISTURBANCES.filter(() => random() < 0.35);
  for (const [index, disturbance] of chosen.entries()) await disturbance.run(stage, plane, Math.floor(random() * 1000) + index);
  const mark = stage.space.audit().length;
  const outcome = await stage.sherpack(['apply', '--plan', 'plan.json']);
  const writes = stage.space.audit().slice(mark).filter(isWrite);
  const harmless = chosen.every((disturbance) => disturbance.harmless);
  if (harmless && outcome.code !== 0) wrong.push(`a plan that still fits was refused: ${outcome.stderr}`);
  if (!harmless && outcome.code !== 6) wrong.push(`a plan that no longer fits ended with ${outcome.code}: ${outcome.stderr}`);
  if (!harmless && writes.length > 0) wrong.push(`a plan that no longer fits wrote ${writes.length} times`);
  if (chosen.some(({ name }) => name.startsWith('a field of the release')) && !/kubectl-edit at \d{4}-/.test(outcome.stderr)) wrong.push(`manager and time are not named: ${outcome.stderr}`);
  await stage.end();
  return wrong.map((problem) => `seed ${seed} (${chosen.map(({ name }) => name).join('; ') || 'nothing happens'}): ${problem}`);
}

describeControlPlane('a saved plan', { audit: true }, (plane) => {
  const tally = { runs: 0, violations: 0 };
  afterAll(() => { process.stdout.write(`interleavings: ${tally.runs}, violations: ${tally.violations}\n`); });

  it('is carried out exactly while it fits, and planning writes nothing', { timeout: 7_200_000 }, async () => {
    const wrong: string[] = [];
    for (const seed of sampleOf(Array.from({ length: INTERLEAVINGS }, (_, index) => index + 1), 5)) {
      wrong.push(...(await interleave(plane(), seed)));
      tally.runs += 1;
    }
    tally.violations = wrong.length;
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
    const path = `${APPS}/${stage.space.name}/deployments/o36`;
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
