import { clusterVariants, definePlugin } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'kubernetes',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(clusterVariants, 'kubernetes', () => import('./kubernetes.ts'));
  },
});
