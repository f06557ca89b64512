import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const CLIENT_NODE = '@kubernetes/client-node';

/**
 * client-node does not say that its modules have no side effects; without that the bundle of its kubeconfig reader
 * holds every generated model.
 */
export const clientNodeHasNoSideEffects: Plugin = {
  name: 'client-node-has-no-side-effects',
  setup(bundler) {
    bundler.onResolve({ filter: /^(\.|@kubernetes\/client-node)/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      const concerned = path.startsWith(CLIENT_NODE) || importer.includes(CLIENT_NODE);
      if (!concerned || pluginData === 'resolving') return undefined;
      const found = await bundler.resolve(path, { resolveDir, importer, kind, pluginData: 'resolving' });
      return { ...found, sideEffects: false };
    });
  },
};

/** Packages that are only needed now and then, by code that cannot wait for an `import()`: each is a chunk of that name. */
export const REQUIRED: readonly string[] = ['bcryptjs', 're2js', 'smol-toml'];

/** `require()` of one of them loads its chunk; esbuild would put the whole package into the chunk that asks. */
export const requiredPackagesAreChunks: Plugin = {
  name: 'required-packages-are-chunks',
  setup(bundler) {
    bundler.onResolve({ filter: new RegExp(`^(?:${REQUIRED.join('|')})$`) }, ({ path, kind }) => (kind === 'require-call' ? { path: `./${path}.js`, external: true } : undefined));
  },
};

/**
 * `import()` of a CommonJS package gives its named exports in Node, but only `default` in an esbuild chunk. A module in
 * between restores what Node does, so that code runs the same in tests and in the bundle.
 */
export const namedExportsOfCommonJs: Plugin = {
  name: 'named-exports-of-commonjs',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:') || pluginData === 'resolving') return undefined;
      const found = await bundler.resolve(path, { resolveDir, importer, kind, pluginData: 'resolving' });
      if (found.external || found.errors.length > 0 || !isCommonJs(found.path)) return undefined;
      return { path: found.path, namespace: 'named-exports' };
    });
    bundler.onLoad({ filter: /./, namespace: 'named-exports' }, async ({ path }) => {
      const names = Object.keys((await import(pathToFileURL(path).href)) as object).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
      const exported = names.filter((name) => name !== 'default' && name !== '__esModule');
      const contents = `const module = require(${JSON.stringify(path)});\nexport default module;\nexport const { ${exported.join(', ')} } = module;\n`;
      return { contents, resolveDir: dirname(path) };
    });
  },
};

function isCommonJs(file: string): boolean {
  if (extname(file) !== '.js') return extname(file) === '.cjs';
  return packageType(dirname(file)) !== 'module';
}

function packageType(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: string }).type;
  } catch {
    return folder === dirname(folder) ? undefined : packageType(dirname(folder));
  }
}
