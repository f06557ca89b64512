import { definePlugin, templateEngines, templateTranslators } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'gotemplate',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(templateEngines, 'gotemplate', () => import('./engine.ts'));
    sherpack.provide(templateTranslators, 'handlebars', () => import('./translators/handlebars.ts'));
  },
});
