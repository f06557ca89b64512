import { definePlugin, templateEngines } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'handlebars',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(templateEngines, 'handlebars', () => import('./engine.ts'));
  },
});
