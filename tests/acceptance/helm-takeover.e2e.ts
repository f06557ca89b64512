import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { run } from '@sherpack/control-plane/run';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { helm3Path, helmPath } from '@sherpack/control-plane/tools';
import { expect, it } from 'vitest';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';

const CHART = fileURLToPath(new URL('../bench/charts/web', import.meta.url));
const PACK = fileURLToPath(new URL('../../examples/packs/web', import.meta.url));
const OBJECTS = ['deployments.apps/demo', 'services/demo', 'configmaps/demo-page', 'serviceaccounts/demo'] as const;

interface HistoryRow {
  readonly revision: number;
  readonly status: string;
  readonly description: string;
}

/** A chart with one ConfigMap for each name, and the pack with the same. */
function writeMaps(folder: string, tool: 'helm' | 'sherpack', names: readonly string[]): string {
  const [manifest, about] = tool === 'helm' ? ['Chart.yaml', 'apiVersion: v2\nname: maps\nversion: 1.0.0\n'] : ['Pack.yaml', 'apiVersion: sherpack/v1\nmetadata:\n  name: maps\n  version: 1.0.0\n'];
  const target = join(folder, `${tool}-${names.join('-')}`);
  mkdirSync(join(target, 'templates'), { recursive: true });
  writeFileSync(join(target, manifest), about);
  writeFileSync(join(target, 'templates/maps.yaml'), names.map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  by: ${tool}\n`).join('---\n'));
  return target;
}

describeControlPlane('an upgrade after a takeover from Helm', { nodes: 0 }, (plane) => {
  it('writes and removes what the release has brought along, and leaves alone what belongs to another or was changed by hand', { timeout: 600_000 }, async () => {
    const home = isolatedHome();
    const space = await testNamespace(plane(), { prefix: 'helm' });
    const sherpack = (...args: readonly string[]) => runSherpack(home.folder, [...args, '--kubeconfig', space.kubeconfig, '-n', space.name], home.env);
    const maps = async () => (await space.kubectl('get', 'configmaps', '-n', space.name, '-o', 'jsonpath={range .items[*]}{.metadata.name}={.data.by} {end}')).stdout.trim().split(' ').filter((map) => !map.startsWith('kube-root'));
    try {
      for (const [release, ...names] of [['demo', 'one', 'two', 'three'], ['other', 'four']] as const) {
        const { code, stderr } = await run(await helmPath(), ['install', release, writeMaps(home.folder, 'helm', names), '-n', space.name], { kubeconfig: space.kubeconfig, env: { HOME: home.folder } });
        expect([code, stderr]).toEqual([0, expect.any(String)]);
      }
      expect(await sherpack('migrate', 'demo', '--from', 'helm')).toMatchObject({ code: 0 });

      const foreign = await sherpack('upgrade', 'demo', writeMaps(home.folder, 'sherpack', ['one', 'four']));
      expect(foreign).toMatchObject({ code: 6, stderr: expect.stringContaining('belongs to the Helm release "other"') });

      await space.kubectl('patch', 'configmap', 'two', '-n', space.name, '--field-manager', 'somebody', '-p', '{"data":{"by":"hand"}}');
      const changed = await sherpack('upgrade', 'demo', writeMaps(home.folder, 'sherpack', ['one', 'two']));
      expect(changed).toMatchObject({ code: expect.any(Number), stderr: expect.stringContaining('somebody') });
      expect(changed.code).not.toBe(0);
      expect(await maps()).toEqual(['four=helm', 'one=helm', 'three=helm', 'two=hand']);

      expect(await sherpack('upgrade', 'demo', writeMaps(home.folder, 'sherpack', ['one', 'two']), '--force-conflicts', '--allow-delete', 'all')).toMatchObject({ code: 0 });
      expect(await maps()).toEqual(['four=helm', 'one=sherpack', 'two=sherpack']);
    } finally {
      await space.cleanup();
      home.remove();
    }
  });
});

describeControlPlane('a release that real Helm has installed', { nodes: 0 }, (plane) => {
  it.each([['4', helmPath], ['3', helm3Path]] as const)('(Helm %s) is taken over with its history, upgraded without an object being made anew, and given back', { timeout: 600_000 }, async (_major, pathOf) => {
    const home = isolatedHome();
    const space = await testNamespace(plane(), { prefix: 'helm' });
    const env = { HOME: home.folder };
    async function helm(...args: readonly string[]): Promise<string> {
      const { code, stdout, stderr } = await run(await pathOf(), [...args, '-n', space.name], { kubeconfig: space.kubeconfig, env });
      expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
      return stdout;
    }
    async function sherpack(...args: readonly string[]): Promise<string> {
      const { code, stdout, stderr } = await runSherpack(home.folder, [...args, '--kubeconfig', space.kubeconfig, '-n', space.name], home.env);
      expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
      return stdout;
    }
    async function uids(): Promise<readonly string[]> {
      const { stdout } = await space.kubectl('get', ...OBJECTS.map((object) => object), '-n', space.name, '-o', 'jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.uid}{"\\n"}{end}');
      return stdout.trim().split('\n').toSorted();
    }
    /** Who owns fields of the objects themselves. */
    async function managers(): Promise<readonly (readonly [object: string, manager: string])[]> {
      const { stdout } = await space.kubectl('get', ...OBJECTS, '-n', space.name, '--show-managed-fields', '-o', 'json');
      const { items } = JSON.parse(stdout) as { items: { kind: string; metadata: { managedFields: { manager: string; subresource?: string }[] } }[] };
      return items.flatMap(({ kind, metadata }) => metadata.managedFields.filter(({ subresource = '' }) => subresource === '').map(({ manager }) => [kind, manager] as const));
    }
    try {
      await helm('install', 'demo', CHART);
      await helm('upgrade', 'demo', CHART, '--set', 'app.replicas=3');
      const before = JSON.parse(await helm('history', 'demo', '-o', 'json')) as HistoryRow[];
      const made = await uids();
      expect(made.length).toBe(OBJECTS.length);

      await sherpack('migrate', 'demo', '--from', 'helm');
      const taken = JSON.parse(await sherpack('history', 'demo', '-o', 'json')) as HistoryRow[];
      expect(taken.map(({ revision, status, description }) => [revision, status, description])).toEqual(before.map(({ revision, status, description }) => [revision, status, description]));
      expect(JSON.parse(await sherpack('get', 'values', 'demo', '-o', 'json'))).toEqual({ app: { replicas: 3 } });
      expect((JSON.parse(await helm('history', 'demo', '-o', 'json')) as HistoryRow[]).every(({ status }) => status === 'superseded')).toBe(true);

      await sherpack('upgrade', 'demo', PACK);
      expect(await uids()).toEqual(made);
      expect((await managers()).filter(([, manager]) => manager === 'helm')).toEqual([]);
      expect((JSON.parse(await sherpack('history', 'demo', '-o', 'json')) as HistoryRow[]).at(-1)).toMatchObject({ revision: 3, status: 'deployed' });

      const refused = await runSherpack(home.folder, ['export', 'demo', '--format', 'helm', '--kubeconfig', space.kubeconfig, '-n', space.name], home.env);
      expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('sh.helm.release.v1.demo.v1, sh.helm.release.v1.demo.v2') });
      await sherpack('export', 'demo', '--format', 'helm', '--force');
      const given = JSON.parse(await helm('history', 'demo', '-o', 'json')) as HistoryRow[];
      expect(given.map(({ revision, status }) => [revision, status])).toEqual([[1, 'superseded'], [2, 'superseded'], [3, 'deployed']]);
      expect(await helm('get', 'manifest', 'demo')).toContain('kind: Deployment');
      expect(JSON.parse(await helm('get', 'values', 'demo', '-o', 'json'))).toEqual({ app: { replicas: 3 } });
      await helm('rollback', 'demo', '1', ...(_major === '4' ? ['--force-conflicts'] : []));
      expect((JSON.parse(await helm('history', 'demo', '-o', 'json')) as HistoryRow[]).at(-1)).toMatchObject({ revision: 4, status: 'deployed' });
      expect(await uids()).toEqual(made);
    } finally {
      await space.cleanup();
      home.remove();
    }
  });
});
