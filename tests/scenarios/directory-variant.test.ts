import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '@sherpack/yaml/parse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandOutcome } from './scenario.ts';
import { isolatedHome, runSherpack } from './target.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/packs', import.meta.url));
const FRONTEND = ['deployment-demo-frontend.yaml', 'ingress-demo-frontend.yaml', 'service-demo-frontend.yaml'];
const BACKEND = ['configmap-demo-platform.yaml', 'deployment-demo-backend.yaml', 'service-demo-backend.yaml'];

let home: ReturnType<typeof isolatedHome>;
let folder = '';

beforeEach(() => {
  home = isolatedHome();
  folder = join(home.folder, 'deployments');
});
afterEach(() => home.remove());

function sherpack(...args: readonly string[]): Promise<CommandOutcome> {
  return runSherpack(home.folder, [...args, '--cluster', 'directory', '--directory', folder, '-n', 'shop'], home.env);
}

async function ok(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sherpack(...args);
  expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
  return stdout + stderr;
}

/** All files of objects, from the folder on; what Sherpack keeps for itself is left out. */
function objectFiles(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.sherpack/'))
    .toSorted();
}

/** Content and time of the last write, so that a file written anew with the same content shows. */
function snapshot(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(objectFiles().map((path) => {
    const { mtimeNs, ino } = statSync(join(folder, path), { bigint: true });
    return [path, { mtimeNs, ino, text: readFileSync(join(folder, path), 'utf8') }];
  }));
}

function inShop(names: readonly string[]): readonly string[] {
  return names.map((name) => `shop/${name}`).toSorted();
}

describe('the cluster variant directory', () => {
  it('writes one file for each object, named after it', async () => {
    await ok('install', 'demo', join(EXAMPLES, 'platform'));
    expect(objectFiles()).toEqual(inShop([...FRONTEND, ...BACKEND]));
    for (const path of objectFiles()) {
      const { kind, metadata } = parseYaml(readFileSync(join(folder, path), 'utf8')) as { kind: string; metadata: { name: string; namespace: string } };
      expect(path).toBe(`${metadata.namespace}/${kind.toLowerCase()}-${metadata.name}.yaml`);
    }
  });

  it('keeps what has no namespace, and definitions, in a folder of their own', async () => {
    await ok('install', 'demo', join(EXAMPLES, 'stateful'));
    expect(objectFiles()).toEqual([
      '_cluster/customresourcedefinition-backups.store.example.com.yaml',
      'shop/backup.store.example.com_demo-store.yaml',
      'shop/secret-demo-store.yaml',
      'shop/service-demo-store.yaml',
      'shop/statefulset-demo-store.yaml',
    ]);
  });

  it('removes on an upgrade what the release no longer has, and brings it back on a rollback', async () => {
    await ok('install', 'demo', join(EXAMPLES, 'platform'));
    const before = snapshot();
    await ok('upgrade', 'demo', join(EXAMPLES, 'platform'), '--set', 'frontend.enabled=false');
    expect(objectFiles()).toEqual(inShop(BACKEND));
    await ok('rollback', 'demo', '1');
    expect(objectFiles()).toEqual(Object.keys(before));
    for (const path of inShop(BACKEND)) expect(snapshot()[path]).toEqual(before[path]);
  });

  it('writes nothing when nothing changes', async () => {
    await ok('install', 'demo', join(EXAMPLES, 'stateful'), '--set', 'password=tea');
    const before = snapshot();
    expect(Object.keys(before)).toHaveLength(5);
    await ok('upgrade', 'demo', join(EXAMPLES, 'stateful'), '--set', 'password=tea');
    expect(snapshot()).toEqual(before);
    await ok('upgrade', 'demo', join(EXAMPLES, 'stateful'), '--set', 'password=tea,replicas=2');
    const now = snapshot();
    expect(objectFiles().filter((path) => !isDeepStrictEqual(now[path], before[path]))).toEqual(['shop/statefulset-demo-store.yaml']);
  });

  it.each(['install', 'upgrade'])('refuses %s --wait before anything is written', async (verb) => {
    if (verb === 'upgrade') await ok('install', 'demo', join(EXAMPLES, 'web'));
    const before = { files: snapshot(), records: await sherpack('history', 'demo') };
    const { code, stderr } = await sherpack(verb, 'demo', join(EXAMPLES, 'web'), '--set', 'app.replicas=4', '--wait');
    expect(stderr).toContain('RELEASE_WAIT_UNSUPPORTED');
    expect(stderr).toContain('cluster "directory"');
    expect(stderr).toMatch(/Hint: .*--wait/);
    expect(code).toBe(2);
    expect({ files: snapshot(), records: await sherpack('history', 'demo') }).toEqual(before);
    if (verb === 'install') expect(existsSync(folder)).toBe(false);
  });

  it('removes the files of an uninstalled release and no others', async () => {
    await ok('install', 'demo', join(EXAMPLES, 'web'));
    await ok('install', 'other', join(EXAMPLES, 'web'));
    const all = objectFiles();
    await ok('uninstall', 'demo');
    expect(objectFiles()).toEqual(all.filter((path) => path.includes('-other')));
    await ok('uninstall', 'other');
    expect(objectFiles()).toEqual([]);
    expect(existsSync(join(folder, 'shop'))).toBe(false);
    expect(JSON.parse(await ok('list', '-o', 'json'))).toEqual([]);
  });
});
