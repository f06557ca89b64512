import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { clientNodeHasNoSideEffects, namedExportsOfCommonJs, REQUIRED, requiredPackagesAreChunks } from './scripts/bundler-plugins.ts';
import { importingFile } from './src/boot/chunk-loader.ts';
import { chunkText, facadeText, mayImport } from './scripts/chunk-text.ts';
import { writeDefaultPlugins } from './scripts/generate-default-plugins.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const API = 'plugin-api.js';
const API_CHUNK = 'plugin-api-chunk.js';
const forNode = {
  absWorkingDir: folder,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  keepNames: false,
  metafile: true,
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions;

await writeDefaultPlugins();
const program = await build({
  ...forNode,
  entryPoints: { main: 'src/main.ts', 'plugin-api': '@sherpack/plugin-api', ...Object.fromEntries(REQUIRED.map((name) => [name, name])) },
  splitting: true,
  format: 'esm',
  conditions: ['sherpack-source'],
  // Native code, a compiler that brings its own loader, and what cosmiconfig would load for a file that is read by jiti here.
  external: ['@mongodb-js/zstd', 'libsql', 'jiti', 'typescript'],
  plugins: [clientNodeHasNoSideEffects, requiredPackagesAreChunks, namedExportsOfCommonJs],
  // Flat, so that a chunk finds its neighbours by their name alone.
  chunkNames: '[name]-[hash]',
});
const names = new Set(program.outputFiles.map(({ path }) => basename(path)));
const chunks = await Promise.all(program.outputFiles.map(async ({ path, text }) => {
  const name = basename(path);
  return { name: name === API ? API_CHUNK : name, text: await chunkText({ name, text }, names) };
}));
const importing = new Set(chunks.filter(({ text }) => mayImport(text)).map(({ name }) => name));
const boot = await build({
  ...forNode,
  entryPoints: { boot: 'src/boot/boot.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: {
    BUILD: JSON.stringify(digestOf(chunks.map(({ text }) => text))),
    IMPORTING: JSON.stringify([...importing].join(' ')),
  },
});
const api = facadeText(API_CHUNK, program.metafile.outputs[`dist/${API}`]?.exports ?? []);

// Written only when all is well, so that a failed build leaves the last good one in its place.
rmSync(join(folder, 'dist'), { recursive: true, force: true });
mkdirSync(join(folder, 'dist'));
const placed = chunks.map((chunk) => (importing.has(chunk.name) ? { name: importingFile(chunk.name), text: `module.exports = ${chunk.text};\n` } : chunk));
const files = [...placed, { name: API, text: api }, ...boot.outputFiles.map(({ path, text }) => ({ name: basename(path), text }))];
await Promise.all(files.map(({ name, text }) => writeFile(join(folder, 'dist', name), text)));
const outputs = { ...program.metafile.outputs, ...boot.metafile.outputs };
await writeFile(join(folder, 'dist/meta.json'), JSON.stringify({ ...program.metafile, outputs }));

function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}
