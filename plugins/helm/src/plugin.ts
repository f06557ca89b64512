import { definePlugin, packFormats } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'helm',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(packFormats, 'Chart.yaml', () => import('./formats/helm.ts'));
  },
});
