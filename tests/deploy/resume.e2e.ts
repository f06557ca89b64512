import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { isWrite } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { sampleOf } from '../kill/sample.ts';
import { several } from '../kill/several.ts';
import { writePack } from './generated-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const CLI = fileURLToPath(new URL('../../core/cli/bin/sherpack.js', import.meta.url));
const PACK = { objects: 30, waves: 6, version: 1, hooks: true } as const;
const HOOKS = ['after', 'among', 'before'];

function packOf(stage: Stage): string {
  return writePack(join(stage.folder, 'pack'), PACK);
}

/** How often each hook's Job was made. */
function hookRuns(stage: Stage): Readonly<Record<string, number>> {
  const made = stage.space.audit({ verbs: ['create'], resource: 'jobs' }).filter(isWrite);
  return Object.fromEntries(HOOKS.map((hook) => [hook, made.filter(({ objectRef }) => objectRef?.name === hook).length]));
}

/** Objects that were written although a lower wave had not been written as a whole. */
function outOfOrder(stage: Stage): readonly string[] {
  const writes = stage.space.audit({ verbs: ['patch'] }).filter((event) => isWrite(event) && /^o\d+$/.test(event.objectRef?.name ?? ''));
  const first = new Map<string, string>();
  for (const { objectRef, requestReceivedTimestamp } of writes) if (!first.has(objectRef?.name ?? '')) first.set(objectRef?.name ?? '', requestReceivedTimestamp);
  const times = Array.from({ length: PACK.objects }, (_, index) => ({ wave: index % PACK.waves, name: `o${index}`, at: first.get(`o${index}`) ?? 'never' }));
  return times.filter((one) => times.some((other) => other.wave < one.wave && other.at > one.at)).map(({ name }) => name);
}

async function mutatingRequests(plane: ControlPlane): Promise<number> {
  const stage = await openStage(plane, 'resume');
  const proxy = await stage.space.proxy({ counts: ({ mutating }) => mutating });
  expect((await stage.sherpack(['install', 'demo', packOf(stage)], { kubeconfig: proxy.kubeconfig })).stderr).not.toContain('Error');
  await stage.end();
  return proxy.requests.filter(({ index }) => index !== undefined).length;
}

/** Kills an install at a write, runs the same line again. @returns what is wrong afterwards */
async function killAndResume(plane: ControlPlane, k: number, moment: 'before' | 'after'): Promise<readonly string[]> {
  const stage = await openStage(plane, 'resume');
  const killer = new AbortController();
  const proxy = await stage.space.proxy({ counts: ({ mutating }) => mutating });
  proxy.onRequest((index) => {
    if (index !== k) return 'forward';
    killer.abort();
    return moment === 'before' ? 'cut' : 'cut-after';
  });
  const line = ['upgrade', '--install', 'demo', packOf(stage)];
  await stage.sherpack(line, { kubeconfig: proxy.kubeconfig, signal: killer.signal });
  const wrong: string[] = [];
  const again = await stage.sherpack(line);
  if (again.code !== 0) wrong.push(`running it again ended with ${again.code}: ${again.stderr}`);
  const runs = hookRuns(stage);
  // A kill after everything was on record makes the second run an upgrade of its own, with its own hooks.
  const isSecond = /REVISION: 2/.test(again.stdout) && (await stage.sherpack(['history', 'demo', '-o', 'json'])).stdout.includes('superseded');
  for (const [hook, count] of Object.entries(runs)) if (count !== (isSecond ? 2 : 1)) wrong.push(`the hook "${hook}" ran ${count} times`);
  const early = outOfOrder(stage);
  if (early.length > 0) wrong.push(`written too early: ${early.join(', ')}`);
  await stage.end();
  return wrong.map((problem) => `killed ${moment} write ${k}: ${problem}`);
}

describeControlPlane('a deployment of six waves with hooks', { audit: true }, (plane) => {
  const tally = { points: 0, failures: 0 };
  afterAll(() => { process.stdout.write(`kill points: ${tally.points}, failures: ${tally.failures}\n`); });

  it('goes on where it was killed: in order, and no hook twice', { timeout: 7_200_000 }, async () => {
    const total = await mutatingRequests(plane());
    const all = Array.from({ length: total }, (_, index) => index + 1).flatMap((k) => (['before', 'after'] as const).map((moment) => ({ k, moment })));
    process.stdout.write(`${total} writes\n`);
    const points = sampleOf(all, 6);
    const wrong = (await several(points, 3, ({ k, moment }) => killAndResume(plane(), k, moment))).flat();
    tally.points = points.length;
    tally.failures = wrong.length;
    expect(wrong).toEqual([]);
  });

  it('is refused to a second process while the first one lives, which is named', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'lease');
    const proxy = await stage.space.proxy({ counts: ({ mutating, path }) => mutating && /\/o5\?/.test(path) });
    proxy.onRequest(() => 'hold');
    const pack = packOf(stage);
    const first = stage.sherpack(['install', 'demo', pack], { kubeconfig: proxy.kubeconfig });
    await expect.poll(() => proxy.requests.some(({ index }) => index !== undefined), { timeout: 60_000 }).toBe(true);
    const other = await stage.space.proxy();
    const second = await stage.sherpack(['upgrade', '--install', 'demo', pack], { kubeconfig: other.kubeconfig });
    expect(second).toMatchObject({ code: 6, stderr: expect.stringMatching(/STORAGE_RELEASE_BUSY.*process \d+ on host/) as string });
    expect(other.requests.filter(({ mutating }) => mutating)).toEqual([]);
    proxy.release();
    expect((await first).code).toBe(0);
    await stage.end();
  });

  it('sends nothing more when it wakes up and another process has taken over', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'fence');
    const pack = packOf(stage);
    let paused = false;
    const proxy = await stage.space.proxy();
    const child = spawn(process.execPath, [CLI, 'install', 'demo', pack, '--kubeconfig', proxy.kubeconfig, '-n', stage.space.name], { cwd: stage.folder, env: { ...process.env, ...stage.env }, stdio: 'ignore' });
    proxy.onRequest((_index, { mutating, path }) => {
      if (!mutating || !/\/o7\?/.test(path) || paused) return 'forward';
      paused = true;
      child.kill('SIGSTOP');
      return 'hold';
    });
    await expect.poll(() => paused, { timeout: 60_000 }).toBe(true);
    // The lease ends by itself after 15 s; its holder exists and cannot renew it.
    await expect.poll(async () => (await stage.sherpack(['upgrade', '--install', 'demo', pack])).code, { timeout: 90_000, interval: 3_000 }).toBe(0);
    const seen = proxy.requests.length;
    child.kill('SIGCONT');
    proxy.release();
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).not.toBe(0);
    expect(proxy.requests.slice(seen).filter(({ mutating }) => mutating)).toEqual([]);
    await stage.end();
  });
});
