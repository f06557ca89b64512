import { definePlugin, packFormats, packSources, pluginCatalog, postRenderers, templateEngines, terminal } from '@sherpack/plugin-api';
import './config.ts';
import { knownFormats } from './load/known-formats.ts';
import { rows } from './operations.ts';

export default definePlugin({
  name: 'pack',
  apiVersion: '^1',
  uses: { catalog: pluginCatalog, terminal },
  setup(sherpack, services) {
    const { config, hooks } = sherpack;
    const extensions = sherpack.extensions(templateEngines);
    const sources = sherpack.extensions(packSources);
    const renderers = sherpack.extensions(postRenderers);
    const formats = sherpack.extensions(packFormats);
    sherpack.provideService(knownFormats, () => formats);

    for (const row of rows) sherpack.addOperation(row);

    hooks.load.tap(async (pack, context) => {
      const { loadPack } = await import('./load/load-pack.ts');
      return loadPack({ config, formats, sources, ...services })(pack, context);
    });
    hooks.load.tap(async (pack, context) => {
      const { addUserValues } = await import('./load/load-pack.ts');
      return addUserValues({ config, formats, sources, ...services })(pack, context);
    });
    hooks.resolve.tap(async (pack) => {
      const { resolveValues } = await import('./values/resolve-values.ts');
      return resolveValues(pack);
    }, { order: 'pre' });
    // Once more, for packs that other plugins have found.
    hooks.resolve.tap(async (pack, { log }) => {
      const { resolveValues } = await import('./values/resolve-values.ts');
      const { checkDependencies } = await import('./values/check-dependencies.ts');
      return checkDependencies(await resolveValues(pack), log);
    }, { order: 'post' });
    hooks.render.tap(async (manifests, context) => {
      const { renderPack } = await import('./render/render-pack.ts');
      return renderPack(extensions)(manifests, context);
    });
    // Plugins that change objects come first, as templates would.
    hooks.render.tap(async (manifests, context) => {
      const { pack, operation } = context;
      const { postRenderer } = operation.flags as { readonly postRenderer?: unknown };
      if (pack === undefined || typeof postRenderer !== 'string' || postRenderer === '') return manifests;
      const { postRender } = await import('./post-render/post-render.ts');
      return postRender(manifests, pack, postRenderer, renderers, context);
    }, { order: 'post' });
    hooks.validate.tap(async (validation, context) => {
      const { validatePack } = await import('./lint/validate-pack.ts');
      return validatePack({ catalog: services.catalog, extensions })(validation, context);
    });
  },
});
