import { cacheFile } from './cache-file.ts';
import { ChunkLoader } from './chunk-loader.ts';
import { CodeCache } from './code-cache.ts';
import { delayOptimising, withOwnFlags } from './optimiser.ts';

/** The build puts them in: what differs whenever the program does, and the chunks with an `import()` of Node's own. */
declare const BUILD: string;
declare const IMPORTING: string;

// CommonJS, for Node starts that without its loader of ES modules. `require` finds what lies beside the program.
const chunks = new ChunkLoader(__dirname, (name) => withOwnFlags(() => require(name) as unknown), new Set(IMPORTING.split(' ')));

/** A chunk of the program; dist/plugin-api.js is made of one. */
export function load(name: string): Readonly<Record<string, unknown>> {
  return chunks.load(name);
}

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  // Every command writes. Asked for here, Node sets them up from compiled code.
  void [process.stdout, process.stderr];
  delayOptimising();
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
