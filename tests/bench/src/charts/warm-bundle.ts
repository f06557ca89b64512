import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('./warm-program.ts', import.meta.url));

/** Renders in a process of its own that is bundled as the program is: loaders of TypeScript slow down what they load. */
export interface WarmProgram {
  /** The median wall time of a rendering in seconds. */
  render(pack: string): Promise<number>;
  remove(): void;
}

export async function bundleWarm(): Promise<WarmProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-warm-'));
  await build({
    entryPoints: { warm: SOURCE }, outdir: folder, outExtension: { '.js': '.mjs' }, bundle: true, splitting: true, platform: 'node', format: 'esm',
    conditions: ['sherpack-source'], logLevel: 'error', external: ['@mongodb-js/zstd', 'libsql', 'jiti', 'typescript'],
    banner: { js: 'import { createRequire as __warmRequire } from "node:module"; const require = __warmRequire(import.meta.url);' },
  });
  return {
    async render(pack) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'warm.mjs'), pack]);
      return Number(stdout);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
