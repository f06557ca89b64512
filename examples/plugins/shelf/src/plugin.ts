import { definePlugin, packSources } from '@sherpack/plugin-api';
import './config.ts';

export default definePlugin({
  name: 'shelf',
  apiVersion: '^1',
  setup(sherpack) {
    const { config } = sherpack;
    // The variant needs the configuration, so it is made when its module is loaded.
    sherpack.provide(packSources, 'shelf', async () => ({ default: (await import('./sources/shelf.ts')).createShelf(config) }));
  },
});
