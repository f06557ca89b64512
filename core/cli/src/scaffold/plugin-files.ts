import type { JsonObject } from '@sherpack/plugin-api';
import { VERSION } from '../version.ts';
import { commandKind } from './command-kind.ts';
import { hookKind } from './hook-kind.ts';
import { storageDriverKind } from './storage-driver-kind.ts';
import { templateEngineKind } from './template-engine-kind.ts';

/** What one kind of plugin consists of, besides what every plugin has. */
export interface PluginKind {
  readonly summary: (name: string) => string;
  readonly manifest: (name: string) => JsonObject;
  readonly readme: (name: string) => string;
  /** By path from the plugin's folder; `src/plugin.ts` and `src/plugin.test.ts` are among them. */
  readonly files: (name: string) => Readonly<Record<string, string>>;
}

export const pluginKinds: Readonly<Record<string, PluginKind>> = {
  hook: hookKind,
  command: commandKind,
  'storage-driver': storageDriverKind,
  'template-engine': templateEngineKind,
};

/** All files of a new plugin, by path. */
export function pluginFiles(name: string, kind: PluginKind): ReadonlyMap<string, string> {
  return new Map([
    ['package.json', json(packageJson(name, kind))],
    ['tsconfig.json', json(tsconfig)],
    ['.gitignore', 'node_modules/\n'],
    ['README.md', kind.readme(name)],
    ['sherpack.config.ts', configFile],
    ...Object.entries(kind.files(name)),
  ]);
}

function packageJson(name: string, kind: PluginKind): JsonObject {
  return {
    name: `sherpack-plugin-${name}`,
    version: '0.1.0',
    description: kind.summary(name),
    type: 'module',
    engines: { node: '>=20.19' },
    files: ['src', 'README.md', '!src/**/*.test.ts'],
    exports: { './plugin': './src/plugin.ts', './package.json': './package.json' },
    scripts: { test: 'vitest run', check: 'tsc' },
    peerDependencies: { '@sherpack/plugin-api': `^${VERSION}` },
    devDependencies: {
      '@sherpack/plugin-api': VERSION,
      '@sherpack/plugin-kit': VERSION,
      '@types/node': '20.19.43',
      typescript: '7.0.2',
      vitest: '4.1.12',
    },
    sherpack: { name, apiVersion: '^1', plugin: './src/plugin.ts', ...kind.manifest(name) },
  };
}

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src', 'sherpack.config.ts'],
};

const configFile = `import { defineConfig } from '@sherpack/plugin-api';

// For trying the plugin out from this folder.
export default defineConfig({
  plugins: ['./'],
});
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
