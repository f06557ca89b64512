import { clusterVariants, definePlugin } from '@sherpack/plugin-api';
import { createSandboxes, sandboxes } from './sandboxes.ts';

export default definePlugin({
  name: 'sandbox',
  apiVersion: '^1',
  setup(sherpack) {
    const { config } = sherpack;
    sherpack.provideService(sandboxes, () => createSandboxes(config));
    sherpack.provide(clusterVariants, 'sandbox', async () => {
      const { createSandbox } = await import('./sandbox.ts');
      return { default: createSandbox(createSandboxes(config)) };
    });
  },
});
