import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { clientNodeHasNoSideEffects, namedExportsOfCommonJs } from './scripts/bundler-plugins.ts';
import { writeDefaultPlugins } from './scripts/generate-default-plugins.ts';

const folder = dirname(fileURLToPath(import.meta.url));
// Native code, a compiler that brings its own loader, and what cosmiconfig would load for a file that is read by jiti here.
const EXTERNAL = ['@mongodb-js/zstd', 'libsql', 'jiti', 'typescript'];

await writeDefaultPlugins();
const { metafile, outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: { main: 'src/main.ts', 'plugin-api': '@sherpack/plugin-api' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['sherpack-source'],
  external: EXTERNAL,
  plugins: [clientNodeHasNoSideEffects, namedExportsOfCommonJs],
  // Flat, so that a chunk finds its neighbours by their name alone.
  chunkNames: '[name]-[hash]',
  // CommonJS libraries inside of the bundle ask for Node's own modules in their way.
  banner: { js: 'import { createRequire as __createRequire } from \'node:module\'; const require = __createRequire(import.meta.url);' },
  keepNames: false,
  metafile: true,
  write: false,
  logLevel: 'warning',
});
// Written only when all is well, so that a failed build leaves the last good one in its place.
rmSync(join(folder, 'dist'), { recursive: true, force: true });
mkdirSync(join(folder, 'dist'));
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
await writeFile(join(folder, 'dist/meta.json'), JSON.stringify(metafile));
