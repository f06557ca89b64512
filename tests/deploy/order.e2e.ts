import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isDryRun, isWrite } from '@sherpack/control-plane/audit';
import type { AuditEvent } from '@sherpack/control-plane/audit';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { writePack } from './generated-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const FULL = process.env['SHERPACK_FULL'] === '1';
const OBJECTS = FULL ? 10_000 : 400;
const WAVES = 40;

interface Written {
  /** When the request came, and when its answer went. */
  readonly from: string;
  readonly until: string;
}

/** Every fifth object depends on one of its own wave further up, every hundredth on all of a label's in earlier waves. */
function dependencyOf(index: number): readonly number[] {
  const target = index - WAVES * (1 + (index % 7));
  return index % 5 === 0 && target >= 0 ? [target] : [];
}

function annotationsOf(index: number): Readonly<Record<string, string>> {
  const named = dependencyOf(index).map((target) => `o${target}`);
  const selected = index % 100 === 99 ? [`selector:slot=s${(index % 20) - 1}@present@optional`] : [];
  // A selector may meet later waves, which would be a cycle: only the last wave selects.
  const all = index % WAVES === WAVES - 1 ? [...named, ...selected] : named;
  return all.length === 0 ? {} : { 'sherpack.io/depends-on': all.join(', ') };
}

function writesOf(stage: Stage, since: number, verbs: readonly string[]): ReadonlyMap<string, Written> {
  const events = stage.space.audit({ verbs }).slice(since).filter((event) => isWrite(event) && /^o\d+$/.test(event.objectRef?.name ?? ''));
  return new Map(events.map((event) => [event.objectRef?.name ?? '', { from: event.requestReceivedTimestamp, until: event.stageTimestamp }]));
}

/** Pairs of which the second began before the first had ended. */
function violations(writes: ReadonlyMap<string, Written>, pairs: readonly (readonly [string, string])[]): readonly string[] {
  return pairs.flatMap(([first, second]) => {
    const [a, b] = [writes.get(first), writes.get(second)];
    if (a === undefined || b === undefined) return [`${first} or ${second} was not written`];
    return a.until <= b.from ? [] : [`${second} was written before ${first}`];
  });
}

function pairsOf(count: number): readonly (readonly [string, string])[] {
  const pairs = Array.from({ length: count }, (_, index) => dependencyOf(index).map((target) => [`o${target}`, `o${index}`] as const)).flat();
  const waves = Array.from({ length: count - 1 }, (_, index) => index).filter((index) => index % WAVES < WAVES - 1).map((index) => [`o${index}`, `o${index + 1}`] as const);
  return [...pairs, ...waves];
}

describeControlPlane('the order of a release', { audit: true }, (plane) => {
  it('is the graph\'s when it is deployed, and its reverse when it is removed', { timeout: 3_600_000 }, async () => {
    const stage = await openStage(plane(), 'order');
    const pack = writePack(join(stage.folder, 'pack'), { objects: OBJECTS, waves: WAVES, version: 1, annotationsOf });
    await stage.ok(['install', 'demo', pack, '--timeout', '30m']);
    const pairs = pairsOf(OBJECTS);
    const written = writesOf(stage, 0, ['patch']);
    process.stdout.write(`${written.size} objects, ${pairs.length} edges checked in the audit log\n`);
    expect(written.size).toBe(OBJECTS);
    expect(violations(written, pairs)).toEqual([]);

    await stage.ok(['uninstall', 'demo', '--timeout', '30m']);
    const removed = writesOf(stage, 0, ['delete']);
    expect(removed.size).toBe(OBJECTS);
    expect(violations(removed, pairs.map(([first, second]) => [second, first]))).toEqual([]);
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
    const written = writesOf(stage, 0, ['patch']);
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
