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

      await sherpack('upgrade', 'demo', PACK, '--take-ownership');
      expect(await uids()).toEqual(made);
      expect((JSON.parse(await sherpack('history', 'demo', '-o', 'json')) as HistoryRow[]).at(-1)).toMatchObject({ revision: 3, status: 'deployed' });

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
