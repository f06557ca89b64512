import { clock, compressions, definePlugin, releaseStores, storageDrivers } from '@sherpack/plugin-api';
import type { StorageDriver } from '@sherpack/plugin-api';
import './config.ts';

export default definePlugin({
  name: 'storage',
  apiVersion: '^1',
  uses: { clock },
  setup(sherpack, services) {
    const drivers = new Set<StorageDriver>();
    sherpack.provide(storageDrivers, 'secrets', () => import('./drivers/secrets.ts'));
    sherpack.provide(storageDrivers, 'file', () => import('./drivers/file.ts'));
    sherpack.provide(compressions, 'zstd', () => import('./compressions/zstd.ts'));
    sherpack.provide(compressions, 'gzip', () => import('./compressions/gzip.ts'));
    sherpack.provide(compressions, 'none', () => import('./compressions/none.ts'));
    sherpack.provideService(releaseStores, async () => {
      const { createReleaseStores } = await import('./open-store.ts');
      return createReleaseStores({
        drivers: sherpack.extensions(storageDrivers),
        compressions: sherpack.extensions(compressions),
        clock: await services.clock(),
        config: sherpack.config,
        opened: (driver) => drivers.add(driver),
      });
    });
    sherpack.onDispose(async () => {
      const open = [...drivers];
      drivers.clear();
      await Promise.all(open.map((driver) => driver.close()));
    });
  },
});
