import { clusterVariants, definePlugin } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'directory',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(clusterVariants, 'directory', async () => {
      const { createDirectory } = await import('./directory.ts');
      return { default: createDirectory(sherpack.config) };
    });
  },
});
