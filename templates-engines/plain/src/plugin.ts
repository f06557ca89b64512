import { definePlugin, templateEngines } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'plain',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(templateEngines, 'plain', () => import('./engine.ts'));
  },
});
