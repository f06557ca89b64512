import { definePlugin, storageDrivers } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'http-storage',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(storageDrivers, 'http', () => import('./drivers/http.ts'));
  },
});
