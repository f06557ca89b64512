import { describe, expect, it } from 'vitest';
import { configMap, secret } from './objects.ts';
import type { Death } from './sandbox-cluster.ts';
import { createWorld } from './world.ts';
import type { Ran, World } from './world.ts';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as list } from '@sherpack/plugin-release/commands/list';
import { command as recover } from '@sherpack/plugin-release/commands/recover';
import { command as uninstall } from '@sherpack/plugin-release/commands/uninstall';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

/** Past the end of any lease. */
const LATER = 60_000;

async function world(): Promise<World> {
  const made = await createWorld();
  made.packs.set('one', { objects: () => [configMap('a', { v: '1' }), configMap('b', { v: '1' }), secret('s', { v: '1' })] });
  made.packs.set('two', { version: '2.0.0', objects: () => [configMap('b', { v: '2' }), configMap('c', { v: '2' })] });
  return made;
}

/** How many requests a command makes when nothing goes wrong. */
async function requestsOf(prepare: (world: World) => Promise<unknown>, act: (world: World, death?: Death) => Promise<unknown>): Promise<number> {
  const made = await world();
  await prepare(made);
  await act(made);
  return made.sandbox.requests;
}

async function forEveryDeath(
  prepare: (world: World) => Promise<unknown>,
  act: (world: World, death?: Death) => Promise<unknown>,
  check: (world: World, death: Death) => Promise<void>,
): Promise<void> {
  const total = await requestsOf(prepare, act);
  expect(total).toBeGreaterThan(8);
  for (let request = 1; request <= total; request++) {
    for (const when of ['before', 'after'] as const) {
      const made = await world();
      await prepare(made);
      await act(made, { request, when });
      made.move(LATER);
      await check(made, { request, when });
    }
  }
}

async function nothing(): Promise<void> {}

function installOne(made: World, death?: Death): Promise<Ran> {
  return made.run(install, ['web', 'one'], { createNamespace: true }, death === undefined ? {} : { death });
}

function upgradeTwo(made: World, death?: Death): Promise<Ran> {
  return made.run(upgrade, ['web', 'two'], {}, death === undefined ? {} : { death });
}

async function standing(made: World): Promise<unknown> {
  const [release] = (await made.run(list, [])).data as readonly { status: string; chart: string }[];
  return release === undefined ? undefined : `${release.chart} ${release.status}`;
}

describe('a process that is killed at any of its requests', () => {
  it('while it installs: the install run again comes to its end', { timeout: 120_000 }, async () => {
    await forEveryDeath(nothing, installOne, async (made, death) => {
      const again = await made.run(upgrade, ['web', 'one'], { createNamespace: true, install: true });
      expect({ death, error: again.error?.message }).toEqual({ death, error: undefined });
      expect({ death, standing: await standing(made) }).toEqual({ death, standing: 'web-1.0.0 deployed' });
      expect(await made.objects('configmaps')).toEqual(['a', 'b']);
    });
  });

  it('while it installs: an uninstall leaves nothing behind', { timeout: 120_000 }, async () => {
    await forEveryDeath(nothing, installOne, async (made, death) => {
      const removed = await made.run(uninstall, ['web'], { ignoreNotFound: true });
      expect({ death, error: removed.error?.message }).toEqual({ death, error: undefined });
      expect({ death, left: [...await made.objects('configmaps'), ...await made.objects('secrets')] }).toEqual({ death, left: [] });
      expect(await standing(made)).toBeUndefined();
    });
  });

  it('while it upgrades: the upgrade run again comes to its end and prunes', { timeout: 120_000 }, async () => {
    await forEveryDeath(installOne, upgradeTwo, async (made, death) => {
      const again = await upgradeTwo(made);
      expect({ death, error: again.error?.message }).toEqual({ death, error: undefined });
      expect({ death, standing: await standing(made) }).toEqual({ death, standing: 'web-2.0.0 deployed' });
      expect({ death, left: [...await made.objects('configmaps'), ...await made.objects('secrets')] }).toEqual({ death, left: ['b', 'c'] });
    });
  });

  it('while it upgrades: recover finishes or undoes what is pending', { timeout: 120_000 }, async () => {
    let pending = 0;
    await forEveryDeath(installOne, upgradeTwo, async (made, death) => {
      const undo = death.when === 'after';
      const recovered = await made.run(recover, ['web'], { undo });
      if (recovered.error?.code === 'RELEASE_NOTHING_TO_RECOVER') return;
      pending += 1;
      expect({ death, error: recovered.error?.message }).toEqual({ death, error: undefined });
      expect({ death, standing: await standing(made) }).toEqual({ death, standing: undo ? 'web-1.0.0 deployed' : 'web-2.0.0 deployed' });
      expect(await made.objects('configmaps')).toEqual(undo ? ['a', 'b'] : ['b', 'c']);
    });
    expect(pending).toBeGreaterThan(8);
  });

  it('while it uninstalls: the uninstall run again leaves nothing behind', { timeout: 120_000 }, async () => {
    const remove = (made: World, death?: Death) => made.run(uninstall, ['web'], {}, death === undefined ? {} : { death });
    await forEveryDeath(installOne, remove, async (made, death) => {
      const again = await made.run(uninstall, ['web'], { ignoreNotFound: true });
      expect({ death, error: again.error?.message }).toEqual({ death, error: undefined });
      expect({ death, left: [...await made.objects('configmaps'), ...await made.objects('secrets')] }).toEqual({ death, left: [] });
      const records = await made.sandbox.get('/api/v1/namespaces/shop/secrets?labelSelector=sherpack.io/entry-kind%3Dhead');
      expect({ death, heads: records.items?.length }).toEqual({ death, heads: 0 });
    });
  });
});
