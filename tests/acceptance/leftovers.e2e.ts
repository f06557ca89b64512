import { fileURLToPath } from 'node:url';
import type { Connection } from '@sherpack/control-plane/connection';
import { testNamespace } from '@sherpack/control-plane/fixture';
import type { Leftover } from '@sherpack/control-plane/leftovers';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { expect, it } from 'vitest';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';

interface Life {
  /** From the root of the repository. */
  readonly pack: string;
  /** Flags of the upgrade. */
  readonly change: readonly string[];
  /** `Kind/name` of what stays on purpose, and is named when the release is uninstalled. */
  readonly stays: readonly string[];
}

const LIVES: readonly Life[] = [
  { pack: 'examples/packs/web', change: ['--set', 'app.replicas=3,autoscaling.enabled=true'], stays: [] },
  {
    pack: 'examples/packs/stateful',
    change: ['--set', 'replicas=2,backup.enabled=false'],
    stays: ['CustomResourceDefinition/backups.store.example.com', 'PersistentVolumeClaim/data-demo-store-0', 'PersistentVolumeClaim/data-demo-store-1', 'PersistentVolumeClaim/data-demo-store-2'],
  },
  { pack: 'examples/packs/platform', change: ['--set', 'frontend.enabled=false'], stays: [] },
  { pack: 'tests/scenarios/an-object-that-a-revision-no-longer-has-is-pruned/pack', change: ['--set', 'extras=false'], stays: ['Secret/protected'] },
];

function pathOf(pack: string): string {
  return fileURLToPath(new URL(`../../${pack}`, import.meta.url));
}

function nameOf({ kind, name }: Pick<Leftover, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

/** Claims are made by the StatefulSet's controller, so the audit log does not know them as the user's. */
async function claims(api: Connection, namespace: string): Promise<readonly string[]> {
  const { items } = await api.demand<{ items: { metadata: { name: string } }[] }>('GET', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
  return items.map(({ metadata: { name } }) => nameOf({ kind: 'PersistentVolumeClaim', name }));
}

describeControlPlane('a release that was installed, upgraded, rolled back and uninstalled', { audit: true }, (plane) => {
  it.each(LIVES)('leaves nothing but what it names: $pack', { timeout: 180_000 }, async ({ pack, change, stays }) => {
    const home = isolatedHome();
    const space = await testNamespace(plane(), { prefix: 'left', clusterAdmin: true });
    async function ok(...args: readonly string[]): Promise<string> {
      const { code, stdout, stderr } = await runSherpack(home.folder, [...args, '--kubeconfig', space.kubeconfig, '-n', space.name], home.env);
      expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
      return stdout + stderr;
    }
    try {
      await ok('install', 'demo', pathOf(pack), '--wait');
      expect((await space.leftovers()).length, 'the audit log knows what the user made').toBeGreaterThan(3);
      await ok('upgrade', 'demo', pathOf(pack), ...change, '--wait');
      await ok('rollback', 'demo', '1', '--wait');
      const told = await ok('uninstall', 'demo', '--wait');

      // A definition is shared by the cluster: whoever came first made it, and it stays in every case.
      const definitions = stays.filter((name) => name.startsWith('CustomResourceDefinition/'));
      const left = (await space.leftovers()).map(nameOf).filter((name) => !definitions.includes(name));
      expect([...left, ...definitions, ...(await claims(plane().connection, space.name))].toSorted()).toEqual(stays.toSorted());
      for (const definition of definitions) {
        expect(await plane().connection.find(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.split('/')[1] ?? ''}`)).toBeDefined();
      }
      expect(stays.filter((name) => !told.includes(name.split('/')[1] ?? ''))).toEqual([]);
    } finally {
      await space.cleanup();
      home.remove();
    }
  });
});
