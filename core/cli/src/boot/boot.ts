import { setFlagsFromString } from 'node:v8';
import { cacheFile } from './cache-file.ts';
import { ChunkLoader } from './chunk-loader.ts';
import { CodeCache } from './code-cache.ts';

/** The build puts them in: what differs whenever the program does, and the chunks with an `import()` of Node's own. */
declare const BUILD: string;
declare const IMPORTING: string;

/**
 * Work that a function has to do before V8 optimises it, in bytes of its code run; its own choice is an eighth. Most
 * commands end before optimising pays: it took a third of the CPU of `template` for a large chart. Loops that go on are
 * still optimised.
 */
const BUDGET = 540_000;

// CommonJS, for Node starts that without its loader of ES modules. `require` finds what lies beside the program.
const chunks = new ChunkLoader(__dirname, require, new Set(IMPORTING.split(' ')));

/** A chunk of the program; dist/plugin-api.js is made of one. */
export function load(name: string): Readonly<Record<string, unknown>> {
  return chunks.load(name);
}

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  // Before any compiled code is looked at, which V8 takes only under the flags that it was made under. Later versions
  // than that of Node 20 have a compiler more for such code, and do not know the flag.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
  const file = cacheFile({ argv: process.argv.slice(2), env: process.env, build: BUILD });
  if (file !== undefined) useCache(CodeCache.open(file));
  await (load('main.js') as { readonly main: () => Promise<void> }).main();
}

function useCache(cache: CodeCache): void {
  chunks.compiled = cache;
  process.once('exit', (code) => {
    if (code === 0) cache.keep(chunks.loaded);
  });
}
