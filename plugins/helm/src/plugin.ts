import { definePlugin, packFormats, templateTranslators } from '@sherpack/plugin-api';
import { knownTranslators } from './convert/known-translators.ts';

export default definePlugin({
  name: 'helm',
  apiVersion: '^1',
  setup(sherpack) {
    const translators = sherpack.extensions(templateTranslators);
    sherpack.provideService(knownTranslators, () => translators);
    sherpack.provide(packFormats, 'Chart.yaml', () => import('./formats/helm.ts'));
  },
});
