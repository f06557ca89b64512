import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterError } from '@sherpack/plugin-api';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { createManualClock } from '../../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../../fixtures/memory-cluster.ts';
import { revisionOf } from '../../fixtures/revision.ts';
import { accessTo, servicesOf } from '../../fixtures/services.ts';
import type { StorageConfig } from '../config.ts';
import { createReleaseStores, openParts } from '../open-store.ts';
import { importLocalRecord } from './import-local-record.ts';

const WEB = { name: 'web', namespace: 'shop' };
const folder = mkdtempSync(join(tmpdir(), 'sherpack-fallback-'));
const before = { ...process.env };
beforeAll(() => { Object.assign(process.env, { XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config') }); });
afterAll(() => {
  for (const name of ['XDG_STATE_HOME', 'XDG_CONFIG_HOME']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true, force: true });
});

type Refusal = (object: KubernetesObject) => number | undefined;

/** A cluster that refuses some objects, as a quota, a role or a limit does. */
function world(config?: StorageConfig) {
  const cluster = createMemoryCluster(['shop']);
  const [create, replace] = [cluster.create, cluster.replace];
  const state: { refuses: Refusal } = { refuses: () => undefined };
  function check(object: KubernetesObject): void {
    const status = state.refuses(object);
    if (status !== undefined) throw new ClusterError('CLUSTER_REFUSED', 'exceeded quota: records', { status, reason: 'Forbidden', body: undefined });
  }
  Object.assign(cluster, {
    create: async (object: KubernetesObject) => { check(object); return create(object); },
    replace: async (object: KubernetesObject) => { check(object); return replace(object); },
  });
  const said: string[] = [];
  const services = servicesOf(createManualClock(), config, said);
  const open = () => createReleaseStores(services).open(accessTo(cluster), { write: true });
  return { cluster, state, said, services, open };
}

async function deploy(made: ReturnType<typeof world>, revision: number, change = {}): Promise<void> {
  const held = await (await made.open()).hold(WEB);
  await held.write(revisionOf(WEB, revision, { status: 'pending-upgrade', ...change }), { files: [{ path: 'Pack.yaml', content: Buffer.from('name: web') }] });
  await held.write(revisionOf(WEB, revision, change));
  await held.end();
}

function noRecords({ metadata }: KubernetesObject): number | undefined {
  return /\.(blob|revision)\./.test(metadata.name ?? '') ? 403 : undefined;
}

describe('a store that refuses a record', () => {
  it.each([[403, 'a quota or a role'], [413, 'a size'], [422, 'a limit']])('with %i (%s) hands the release with its history to the next driver, where it is found', async (status) => {
    const made = world({ fallback: ['configmap'] });
    await deploy(made, 1);
    made.state.refuses = (object) => (object.kind === 'Secret' && noRecords(object) !== undefined ? status : undefined);
    await deploy(made, 2);
    made.state.refuses = () => undefined;
    const store = await made.open();
    expect((await store.summaries()).map(({ revision, status: word }) => [revision, word])).toEqual([[1, 'superseded'], [2, 'deployed']]);
    expect((await store.files(WEB, 2)).length).toBe(1);
    expect(made.said[0]).toContain('stored with "configmap" from now on');
    await deploy(made, 3);
    expect((await store.summaries()).length).toBe(3);
  });

  it('is left whole, and so is the next one when that refuses too; what is purged then leaves nothing', async () => {
    const made = world({ fallback: ['configmap', 'file'], file: { path: join(folder, 'records') } });
    const kinds = () => [...made.cluster.objects.values()].map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
    await deploy(made, 1);
    made.state.refuses = (object) => (object.kind === 'Secret' ? noRecords(object) : undefined);
    await deploy(made, 2);
    expect(kinds().filter((name) => name.startsWith('Secret'))).toEqual(['Secret sherpack.web.head']);
    made.state.refuses = noRecords;
    await deploy(made, 3);
    expect(kinds()).toEqual(['ConfigMap sherpack.web.head', 'Secret sherpack.web.head']);
    const store = await made.open();
    expect((await store.summaries()).map(({ revision, status }) => [revision, status])).toEqual([[1, 'superseded'], [2, 'superseded'], [3, 'deployed']]);
    expect((await store.files(WEB, 1)).length).toBe(1);
    await deploy(made, 4);
    expect(made.said).toHaveLength(2);
    await (await (await made.open()).hold(WEB)).purge();
    expect(kinds()).toEqual([]);
    expect(await (await made.open()).summaries()).toEqual([]);
  });

  it('and no other driver takes it either leaves an encrypted file, and says how it is imported', async () => {
    const made = world({ fallback: ['configmap'] });
    await deploy(made, 1);
    made.state.refuses = noRecords;
    await deploy(made, 2, { notes: 'correct-horse-battery' });
    const path = /sherpack storage import (\S+)$/.exec(made.said.at(-1) ?? '')?.[1] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'latin1')).not.toMatch(/correct-horse-battery|pending|manifests/);
    const store = await made.open();
    expect((await store.summaries()).map(({ revision }) => revision)).toEqual([1]);

    made.state.refuses = () => undefined;
    const parts = await openParts(made.services, accessTo(made.cluster), { write: true });
    expect((await importLocalRecord(path, parts)).revision).toBe(2);
    expect(await (await made.open()).read(WEB, 2)).toMatchObject({ status: 'deployed', notes: 'correct-horse-battery' });
    expect(() => statSync(path)).toThrow();
  });

  it('from the beginning lets a new release begin with the next driver, and in a file when there is none', async () => {
    const made = world({ fallback: ['configmap'] });
    made.state.refuses = ({ kind }) => (kind === 'Secret' ? 403 : undefined);
    await deploy(made, 1);
    expect(made.said[0]).toContain('set storage.driver to that');
    expect([...made.cluster.objects.values()].every(({ kind }) => kind === 'ConfigMap')).toBe(true);

    const alone = world();
    alone.state.refuses = () => 403;
    await deploy(alone, 1);
    expect(alone.said.at(-1)).toMatch(/sherpack storage import \S+shop\.web\.1\.record$/);
  });

  it('does not let a release that is there be changed without its lease', async () => {
    const made = world({ fallback: ['configmap'] });
    await deploy(made, 1);
    made.state.refuses = ({ kind }) => (kind === 'Secret' ? 403 : undefined);
    await expect((await made.open()).hold(WEB)).rejects.toMatchObject({ code: 'CLUSTER_REFUSED' });
  });

  it('is not imported over what has come since', async () => {
    const made = world();
    made.state.refuses = noRecords;
    await deploy(made, 1);
    const path = /sherpack storage import (\S+)$/.exec(made.said.at(-1) ?? '')?.[1] ?? '';
    made.state.refuses = () => undefined;
    for (const revision of [1, 2]) await deploy(made, revision);
    const parts = await openParts(made.services, accessTo(made.cluster), { write: true });
    await expect(importLocalRecord(path, parts)).rejects.toMatchObject({ code: 'STORAGE_IMPORT_LATE', exitCode: 6 });
  });
});
