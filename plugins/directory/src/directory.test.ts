import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject, SherpackError, WriteCluster } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import type { DirectoryConfig } from './config.ts';
import { createDirectory } from './directory.ts';

const MANAGER = { fieldManager: 'sherpack/x' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'demo' }, data: { z: '1', a: '2' } };
const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name: 'a' };

async function openFolder(config: DirectoryConfig = {}, folder?: string) {
  const path = folder ?? (await mkdtemp(join(tmpdir(), 'sherpack-directory-')));
  const context = connectContext({ variant: 'directory' });
  const cluster = await createDirectory({ ...config, path }).connect(context);
  return { folder: path, cluster, said: context.said };
}

/** Paths of all files but Sherpack's own. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(names.map(async (name) => ((await stat(join(folder, name))).isFile() ? [name] : [])));
  return files.flat().filter((name) => !name.startsWith('.sherpack')).sort();
}

async function errorOf(work: Promise<unknown>): Promise<SherpackError> {
  try {
    await work;
  } catch (error) {
    return error as SherpackError;
  }
  throw new Error('it succeeded');
}

function applyAll(cluster: WriteCluster, objects: readonly KubernetesObject[]): Promise<unknown> {
  return Promise.all(objects.map((object) => cluster.apply(object, MANAGER)));
}

describe('the directory variant', () => {
  it('writes one file per object, in the order in which it was rendered and with its numbers as they were', async () => {
    const { folder, cluster } = await openFolder();
    const text = 'apiVersion: x.example/v1\nkind: Gauge\nmetadata:\n  name: g\n  namespace: demo\nspec:\n  z: 9007199254740993\n  a: 1.0\n';
    await applyAll(cluster, [CONFIG_MAP, parseYaml(text, { exactNumbers: true }) as KubernetesObject]);
    expect(await filesIn(folder)).toEqual(['demo/configmap-a.yaml', 'demo/gauge.x.example_g.yaml']);
    expect(await readFile(join(folder, 'demo/configmap-a.yaml'), 'utf8')).toBe('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: demo\ndata:\n  z: "1"\n  a: "2"\n');
    expect(await readFile(join(folder, 'demo/gauge.x.example_g.yaml'), 'utf8')).toBe(text);
  });

  it('leaves a file alone that is as it shall be', async () => {
    const { folder, cluster } = await openFolder();
    await cluster.apply(CONFIG_MAP, MANAGER);
    const file = join(folder, 'demo/configmap-a.yaml');
    const before = new Date('2001-01-01T00:00:00Z');
    await utimes(file, before, before);
    const again = await openFolder({}, folder);
    await again.cluster.apply(CONFIG_MAP, MANAGER);
    const live = await again.cluster.get(REF);
    await again.cluster.replace({ ...CONFIG_MAP, metadata: { ...CONFIG_MAP.metadata, uid: live?.metadata.uid ?? '', resourceVersion: live?.metadata.resourceVersion ?? '' } });
    expect((await stat(file)).mtime).toEqual(before);
  });

  it('reads back from another process, under the same identity', async () => {
    const { folder, cluster } = await openFolder();
    const { object } = await cluster.apply(CONFIG_MAP, MANAGER);
    const again = await openFolder({}, folder);
    expect(await again.cluster.get(REF)).toEqual(object);
    expect(await again.cluster.identity()).toEqual(await cluster.identity());
    expect(JSON.parse(await readFile(join(folder, '.sherpack/cluster.json'), 'utf8'))).toEqual({ uid: (await cluster.identity()).uid });
  });

  it('writes nothing while it only looks or tries', async () => {
    const { folder, cluster } = await openFolder();
    await cluster.identity();
    await cluster.dryRun.apply(CONFIG_MAP, MANAGER);
    await cluster.list(REF);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps its identity when the folder moves, and what was planned before the first write', async () => {
    const { folder, cluster } = await openFolder();
    const before = await cluster.identity();
    await cluster.apply(CONFIG_MAP, MANAGER);
    const elsewhere = await mkdtemp(join(tmpdir(), 'sherpack-directory-'));
    await mkdir(join(elsewhere, '.sherpack'));
    await writeFile(join(elsewhere, '.sherpack/cluster.json'), await readFile(join(folder, '.sherpack/cluster.json')));
    expect((await (await openFolder({}, elsewhere)).cluster.identity()).uid).toBe(before.uid);
    await writeFile(join(elsewhere, '.sherpack/cluster.json'), '{');
    expect((await errorOf((await openFolder({}, elsewhere)).cluster.identity())).code).toBe('DIRECTORY_STATE_INVALID');
  });

  it('removes files and the folders that they leave empty, and nothing else', async () => {
    const { folder, cluster } = await openFolder();
    await applyAll(cluster, [CONFIG_MAP, { ...CONFIG_MAP, metadata: { name: 'b', namespace: 'other' } }]);
    await writeFile(join(folder, 'other/notes.txt'), 'mine');
    await cluster.delete(REF);
    await cluster.delete({ ...REF, namespace: 'other', name: 'b' });
    expect(await filesIn(folder)).toEqual(['other/notes.txt']);
    expect(await readdir(folder)).toEqual(['.sherpack', 'other']);
  });

  it('takes no file for an object but those at the places where it writes', async () => {
    const { folder, cluster } = await openFolder();
    await cluster.apply(CONFIG_MAP, MANAGER);
    await writeFile(join(folder, 'demo/configmap-copy.yaml'), await readFile(join(folder, 'demo/configmap-a.yaml')));
    await writeFile(join(folder, 'demo/configmap-broken.yaml'), 'a: [');
    expect((await cluster.list(REF)).items.map(({ metadata }) => metadata.name)).toEqual(['a']);
  });

  it('never writes over a file of somebody else', async () => {
    const { folder, cluster } = await openFolder();
    await mkdir(join(folder, 'demo'));
    for (const text of ['mine\n', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: demo}\n', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: demo}\n---\na: 1\n']) {
      await writeFile(join(folder, 'demo/configmap-a.yaml'), text);
      const error = await errorOf(cluster.apply(CONFIG_MAP, MANAGER));
      expect([error.code, error.exitCode]).toEqual(['DIRECTORY_FOREIGN_FILE', 6]);
      expect(await readFile(join(folder, 'demo/configmap-a.yaml'), 'utf8')).toBe(text);
    }
  });

  it.each([
    ['../../etc', 'x', '%2E.%2F..%2Fetc/configmap-x.yaml'],
    ['demo', '../../x', 'demo/configmap-%2E.%2F..%2Fx.yaml'],
  ])('stays in the folder whatever a namespace or name looks like (%s, %s)', async (namespace, name, file) => {
    const { folder, cluster } = await openFolder();
    await cluster.apply({ ...CONFIG_MAP, metadata: { name, namespace } }, MANAGER);
    expect(await filesIn(folder)).toEqual([file]);
  });

  it('keeps apart names that a file system may take for the same, and shortens long ones', async () => {
    const { folder, cluster } = await openFolder();
    const role = (name: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } });
    const long = 'x'.repeat(253);
    await applyAll(cluster, [role('a'), role('A'), role('system:x'), role(long), role(`${long.slice(0, 252)}y`)]);
    const files = await filesIn(folder);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(5);
    expect(files).toContain('_cluster/clusterrole-system%3Ax.yaml');
    expect(files.every((file) => file.length < 240)).toBe(true);
    expect((await cluster.get({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: long }))?.metadata.name).toBe(long);
    expect((await cluster.list(role('a'))).items.length).toBe(5);
  });

  it('says that a Secret stands readable in its file', async () => {
    const { cluster } = await openFolder();
    const { warnings } = await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'demo' }, stringData: { k: 'value' } }, MANAGER);
    expect(warnings).toEqual(['the values of Secret demo/s stand readable in demo/secret-s.yaml']);
  });

  it('guesses the scope of kinds that are not defined in the folder, and warns once', async () => {
    const { cluster, said } = await openFolder({ clusterScoped: ['Planet.space.example'] });
    const scope = async (apiVersion: string, kind: string) => (await cluster.resource({ apiVersion, kind }))?.namespaced;
    expect([await scope('cert-manager.io/v1', 'Certificate'), await scope('cert-manager.io/v1', 'ClusterIssuer'), await scope('space.example/v1', 'Planet')]).toEqual([true, false, false]);
    await scope('cert-manager.io/v1', 'Certificate');
    expect(said.map((text) => text.split(';')[0])).toEqual(['the folder has no definition of Certificate.cert-manager.io', 'the folder has no definition of ClusterIssuer.cert-manager.io']);
  });

  it('needs a folder, and takes it from a flag before the configuration', async () => {
    const error = await errorOf(createDirectory().connect(connectContext({})));
    expect([error.code, error.exitCode]).toEqual(['DIRECTORY_NO_PATH', 2]);
    const cluster = await createDirectory({ path: '/configured', kubeVersion: '1.30.2' }).connect(connectContext({ overrides: { directory: '/given' } }));
    expect(await cluster.identity()).toMatchObject({ server: '/given', version: 'v1.30.2' });
  });

  it('cannot do what only a running cluster can', async () => {
    const { cluster } = await openFolder();
    expect([cluster.observable, cluster.defaultStorage]).toEqual([false, 'file']);
    expect((await errorOf(cluster.logs(REF))).code).toBe('DIRECTORY_UNSUPPORTED');
    expect((await errorOf(cluster.patch(REF, 'json', []))).code).toBe('DIRECTORY_UNSUPPORTED');
  });

  it('says that the folder is none', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'sherpack-directory-')), 'file');
    await writeFile(file, '');
    const { cluster } = await openFolder({}, file);
    expect((await errorOf(cluster.apply(CONFIG_MAP, MANAGER))).code).toBe('DIRECTORY_NOT_WRITABLE');
  });
});

describe('the lock of the folder', () => {
  it('lets many writers of one object take turns, so that one of them wins', async () => {
    const { folder, cluster } = await openFolder();
    const { object } = await cluster.apply(CONFIG_MAP, MANAGER);
    const others = await Promise.all(Array.from({ length: 8 }, () => openFolder({}, folder)));
    const tries = await Promise.allSettled(others.map((other, index) => other.cluster.replace({ ...object, data: { n: String(index) } })));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(await filesIn(folder)).toEqual(['demo/configmap-a.yaml']);
  });

  it('is taken over from a process that is no more', async () => {
    const { folder, cluster } = await openFolder();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    await mkdir(join(folder, '.sherpack'));
    await writeFile(join(folder, '.sherpack/lock'), `${child.pid} ${hostname()}`);
    await cluster.apply(CONFIG_MAP, MANAGER);
    expect(await readdir(join(folder, '.sherpack'))).toEqual(['cluster.json']);
  });

  it('is respected while its holder lives or may live, and then given up on', async () => {
    for (const holder of [`${process.pid} ${hostname()}`, '1 another-machine']) {
      const folder = await mkdtemp(join(tmpdir(), 'sherpack-directory-'));
      await mkdir(join(folder, '.sherpack'));
      await writeFile(join(folder, '.sherpack/lock'), holder);
      const clock = { now: () => 0, sleep: async () => undefined };
      const cluster = await createDirectory({ path: folder }).connect(connectContext({}, clock));
      const error = await errorOf(cluster.apply(CONFIG_MAP, MANAGER));
      expect([error.code, error.exitCode, error.message.includes(holder)]).toEqual(['DIRECTORY_LOCKED', 6, true]);
      expect(await readFile(join(folder, '.sherpack/lock'), 'utf8')).toBe(holder);
    }
  });
});
