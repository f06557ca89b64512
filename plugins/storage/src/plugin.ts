import { clock, compressions, definePlugin, releaseStores, storageDrivers } from '@sherpack/plugin-api';
import type { StorageDriver } from '@sherpack/plugin-api';
import './config.ts';
import type { StorageServices } from './open-store.ts';
import { storageServices } from './storage-service.ts';

export default definePlugin({
  name: 'storage',
  apiVersion: '^1',
  uses: { clock },
  setup(sherpack, services) {
    const drivers = new Set<StorageDriver>();
    sherpack.provide(storageDrivers, 'secrets', () => import('./drivers/secrets.ts'));
    sherpack.provide(storageDrivers, 'configmap', () => import('./drivers/configmap.ts'));
    sherpack.provide(storageDrivers, 'sql', () => import('./drivers/sql.ts'));
    sherpack.provide(storageDrivers, 'file', () => import('./drivers/file.ts'));
    sherpack.provide(compressions, 'zstd', () => import('./compressions/zstd.ts'));
    sherpack.provide(compressions, 'gzip', () => import('./compressions/gzip.ts'));
    sherpack.provide(compressions, 'none', () => import('./compressions/none.ts'));
    async function createServices(): Promise<StorageServices> {
      return {
        drivers: sherpack.extensions(storageDrivers),
        compressions: sherpack.extensions(compressions),
        clock: await services.clock(),
        config: sherpack.config,
        log: sherpack.log,
        opened: (driver) => drivers.add(driver),
      };
    }
    sherpack.provideService(storageServices, createServices);
    sherpack.provideService(releaseStores, async () => {
      const { createReleaseStores } = await import('./open-store.ts');
      return createReleaseStores(await createServices());
    });
    sherpack.onDispose(async () => {
      const open = [...drivers];
      drivers.clear();
      await Promise.all(open.map((driver) => driver.close()));
    });
  },
});
