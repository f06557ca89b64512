import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isDryRun, isWrite } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { watchProcess } from '../bench/src/watch-process.ts';
import type { WatchedCost } from '../bench/src/watch-process.ts';
import { budgetObjects } from './budget-objects.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const FULL = process.env['SHERPACK_FULL'] === '1';
const OBJECTS = FULL ? 5000 : 600;
const NAMESPACES = FULL ? 50 : 6;
const PAGE = 500;
const MOST_RECORD_WRITES = 6;
const CLI = fileURLToPath(new URL('../../core/cli/bin/sherpack.js', import.meta.url));

interface Run extends WatchedCost {
  readonly events: readonly AuditEvent[];
}

async function measured(stage: Stage, args: readonly string[]): Promise<Run> {
  const mark = stage.space.audit().length;
  const cost = await watchProcess(process.execPath, [CLI, ...args, '--kubeconfig', stage.space.kubeconfig, '-n', stage.space.name], { ...process.env, ...stage.env });
  return { ...cost, events: stage.space.audit().slice(mark) };
}

/** The record of a release and its lease, as the driver `secrets` keeps them. */
function isRecord({ objectRef }: AuditEvent): boolean {
  return objectRef?.resource === 'secrets' && /^sh\.|^sherpack\./.test(objectRef.name ?? '');
}

interface Series {
  readonly install: Run;
  readonly noop: Run;
  readonly kinds: number;
}

/** Installs that many objects in that many namespaces and upgrades without a change. */
async function series(plane: ControlPlane, objects: number, namespaces: number): Promise<Series> {
  const stage = await openStage(plane, 'budget', true);
  const names = Array.from({ length: namespaces }, (_, index) => `${stage.space.name}-${index}`);
  for (const name of names) await plane.connection.demand('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  const made = budgetObjects(objects, names);
  const folder = join(stage.folder, 'pack');
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Pack.yaml'), JSON.stringify({ apiVersion: 'sherpack/v1', metadata: { name: 'budget', version: '1.0.0' }, engine: 'plain' }));
  for (let start = 0; start < made.length; start += 100) {
    writeFileSync(join(folder, 'templates', `objects-${start}.yaml`), made.slice(start, start + 100).map((each) => JSON.stringify(each)).join('\n---\n'));
  }
  const install = await measured(stage, ['install', 'demo', folder, '--concurrency', '16']);
  const noop = await measured(stage, ['upgrade', 'demo', folder]);
  for (const name of names) await plane.connection.request('DELETE', `/api/v1/namespaces/${name}`);
  await stage.end();
  return { install, noop, kinds: new Set(made.map(({ kind }) => kind)).size };
}

describeControlPlane('the budget of requests and memory', { audit: true }, (plane) => {
  it(`is kept with ${OBJECTS} objects in ${NAMESPACES} namespaces, and grows with their number only`, { timeout: 3_600_000 }, async () => {
    const half = await series(plane(), OBJECTS / 2, NAMESPACES);
    const { install, noop, kinds } = await series(plane(), OBJECTS, NAMESPACES);
    const writes = noop.events.filter(isWrite);
    const toObjects = writes.filter((event) => !isRecord(event));
    const pages = kinds + Math.ceil(OBJECTS / PAGE);
    const text = (run: Run) => `${run.events.length} requests, ${run.cpu.toFixed(2)} CPU s, ${run.wall.toFixed(1)} s, ${run.memory.toFixed(0)} MiB`;
    const dryRuns = noop.events.filter((event) => isDryRun(event)).map(({ objectRef }) => objectRef?.resource ?? '');
    process.stdout.write([
      `${OBJECTS} objects of ${kinds} kinds in ${NAMESPACES} namespaces`,
      `install: ${text(install)}; half: ${text(half.install)}`,
      `upgrade without a change: ${text(noop)}; half: ${text(half.noop)}; writes to objects ${toObjects.length}, to the record ${writes.length - toObjects.length}; dry runs of ${[...new Set(dryRuns)].join(', ') || 'nothing'}`,
      `CPU ratio: install ${(install.cpu / half.install.cpu).toFixed(2)}, upgrade ${(noop.cpu / half.noop.cpu).toFixed(2)}\n`,
    ].join('\n'));
    expect(toObjects.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([]);
    expect(writes.length, writes.map(({ verb, objectRef }) => `${verb} ${objectRef?.name ?? ''}`).join(', ')).toBeLessThanOrEqual(MOST_RECORD_WRITES);
    expect(noop.events.length).toBeLessThanOrEqual(2 * kinds + pages + 10);
    expect(install.events.length / OBJECTS).toBeLessThanOrEqual(2.1 + 30 / OBJECTS);
    expect(noop.memory).toBeLessThanOrEqual(400);
    expect(install.memory).toBeLessThanOrEqual(400);
    expect(noop.cpu / half.noop.cpu).toBeLessThanOrEqual(2.3);
  });
});
