import { definePlugin, packSources } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'registry',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(packSources, 'oci', () => import('./sources/oci.ts'));
    sherpack.provide(packSources, 'http', () => import('./sources/http.ts'));
    sherpack.provide(packSources, 'repository', () => import('./sources/repository.ts'));
  },
});
