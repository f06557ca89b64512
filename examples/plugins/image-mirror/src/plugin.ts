import { definePlugin, postRenderers } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'image-mirror',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(postRenderers, 'image-mirror', () => import('./post-renderers/image-mirror.ts'));
  },
});
