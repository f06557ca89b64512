import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { auditMark, isDryRun, isWrite, readAudit } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { waitFor } from '@sherpack/control-plane/wait';
import { watchProcess } from '../bench/src/watch-process.ts';
import { writePack } from './generated-pack.ts';
import { largeGraph, timesOf, violationsOf, WAVES } from './large-graph.ts';
import { configMap, writePlainPack } from './plain-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const FULL = process.env['SHERPACK_FULL'] === '1';
const OBJECTS = FULL ? 10_000 : 400;
const CLI = fileURLToPath(new URL('../../core/cli/bin/sherpack.js', import.meta.url));

function writtenBy(stage: Stage): ReadonlySet<string> {
  return new Set(stage.space.audit({ verbs: ['patch'] }).filter(isWrite).flatMap(({ objectRef }) => (/^o\d+$/.test(objectRef?.name ?? '') ? [objectRef?.name ?? ''] : [])));
}

interface Deployed {
  readonly cpu: number;
  readonly violations: readonly string[];
}

/** Installs and uninstalls so many objects, and holds both against the edges. */
async function deploy(plane: ControlPlane, objects: number): Promise<Deployed> {
  const stage = await openStage(plane, 'order', true);
  const { name: own, user, kubeconfig } = stage.space;
  const other = `${own}-other`;
  await plane.connection.demand('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } } });
  const graph = largeGraph(objects, [own, other]);
  const pack = writePack(join(stage.folder, 'pack'), graph.pack);
  const run = (args: readonly string[]) => watchProcess(process.execPath, [CLI, ...args, '--timeout', '60m', '--kubeconfig', kubeconfig, '-n', own], { ...process.env, ...stage.env });
  const events = (since: number) => readAudit(plane.auditLog ?? '', { since }).filter(({ objectRef }) => objectRef?.namespace === own || objectRef?.namespace === other);

  const start = auditMark(plane.auditLog ?? '');
  const { cpu, wall } = await run(['install', 'demo', pack]);
  const written = timesOf(events(start), 'patch', user);
  const middle = auditMark(plane.auditLog ?? '');
  const removal = await run(['uninstall', 'demo']);
  const removed = timesOf(events(middle), 'delete', user);
  const violations = [
    ...violationsOf(written, graph, false), ...violationsOf(removed, graph, true),
    ...(written.size === objects && removed.size === objects ? [] : [`${written.size} written, ${removed.size} removed`]),
  ];
  process.stdout.write(`${objects} objects, ${WAVES} waves, ${graph.edges.length} edges (${graph.selected} by selector, ${graph.acrossNamespaces} declared ones across namespaces), both ways in the audit log: ${violations.length} violations; install ${cpu.toFixed(1)} CPU s, ${wall.toFixed(0)} s, uninstall ${removal.cpu.toFixed(1)} CPU s, ${removal.wall.toFixed(0)} s\n`);
  await plane.connection.request('DELETE', `/api/v1/namespaces/${other}`);
  await stage.end();
  return { cpu, violations };
}

describeControlPlane('the order of a release', { audit: true }, (plane) => {
  it('is the graph\'s when it is deployed, and its reverse when it is removed', { timeout: 3_600_000 }, async () => {
    const half = await deploy(plane(), OBJECTS / 2);
    const whole = await deploy(plane(), OBJECTS);
    process.stdout.write(`CPU of the install: ${(whole.cpu / half.cpu).toFixed(2)} times that of half the objects\n`);
    expect([...half.violations, ...whole.violations].slice(0, 20)).toEqual([]);
    expect(whole.cpu / half.cpu).toBeLessThanOrEqual(2.3);
  });

  it('waits for another release that something depends on', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'outer');
    const base = writePlainPack(stage, 'base', [configMap('base', { v: '1' })]);
    const pack = writePlainPack(stage, 'main', [configMap('free', { v: '1' }), configMap('bound', { v: '1' }, { annotations: { 'sherpack.io/depends-on': `release:${stage.space.name}/base` } })]);
    const main = stage.sherpack(['install', 'main', pack, '--timeout', '3m']);
    await waitFor('the object that waits for nothing', () => plane().connection.find(`/api/v1/namespaces/${stage.space.name}/configmaps/free`));
    await stage.ok(['install', 'base', base]);
    expect(await main).toMatchObject({ code: 0, stderr: expect.stringContaining(`waiting for release ${stage.space.name}/base to be ready`) as string });
    const writes = stage.space.audit().filter((event) => isWrite(event) && event.objectRef?.resource === 'configmaps');
    expect(writes.map(({ objectRef }) => objectRef?.name)).toEqual(['free', 'base', 'bound']);
    await stage.end();
  });

  it('keeps a failure in its own branch with --on-failure continue', { timeout: 600_000 }, async () => {
    const stage = await openStage(plane(), 'branch');
    const after = (index: number) => (index === 12 || index === 13 ? { 'sherpack.io/depends-on': `o${index - 1}` } : {});
    const pack = writePack(join(stage.folder, 'pack'), { objects: 60, waves: 1, version: 1, annotationsOf: after });
    const proxy = await stage.space.proxy({ counts: ({ path, mutating }) => mutating && /\/o11\?/.test(path) });
    proxy.onRequest(() => ({ status: 403 }));
    const outcome = await stage.sherpack(['install', 'demo', pack, '--on-failure', 'continue'], { kubeconfig: proxy.kubeconfig });
    expect({ code: outcome.code, says: outcome.stderr.includes('o11') }).toEqual({ code: 5, says: true });
    const written = writtenBy(stage);
    expect(Array.from({ length: 60 }, (_, index) => `o${index}`).filter((name) => !written.has(name))).toEqual(['o11', 'o12', 'o13']);
    await stage.end();
  });

  it('that cannot be is refused before the first write, with the cycle and its places', { timeout: 120_000 }, async () => {
    const stage = await openStage(plane(), 'cycle');
    const ring = (index: number) => (index < 3 ? { 'sherpack.io/depends-on': `o${(index + 1) % 3}` } : {});
    const pack = writePack(join(stage.folder, 'pack'), { objects: 10, waves: 1, version: 1, annotationsOf: ring });
    const outcome = await stage.sherpack(['install', 'demo', pack]);
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/DEPLOY_CYCLE/);
    expect(outcome.stderr.match(/generated\/templates\/objects\.yaml:\d+\) waits for/g)).toHaveLength(3);
    expect(stage.space.audit().filter((event: AuditEvent) => isWrite(event) && !isDryRun(event))).toEqual([]);
    await stage.end();
  });
});
