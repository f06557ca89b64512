import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('./program.ts', import.meta.url));

export interface ServedProgram {
  readonly url: string;
  /** Of the sandbox; its path stands in the command line of the process. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The sandbox as the command line ships it: bundled, in parts that are loaded when they are needed. */
export interface Program {
  readonly path: string;
  /** Runs a job on a sandbox in a new folder and answers what it measured. */
  run<Result>(job: string, kind?: string, count?: number): Promise<Result>;
  /** A sandbox served over HTTP by a process of its own. */
  serve(): Promise<ServedProgram>;
  remove(): void;
}

export async function bundleProgram(): Promise<Program> {
  const root = mkdtempSync(join(tmpdir(), 'sherpack-bench-sandbox-'));
  const path = join(root, 'program.mjs');
  await build({
    entryPoints: [SOURCE], outdir: root, outExtension: { '.js': '.mjs' }, bundle: true, splitting: true, minifySyntax: true, platform: 'node', format: 'esm',
    conditions: ['sherpack-source'], logLevel: 'error',
    banner: { js: 'import { createRequire as __create } from "node:module"; const require = __create(import.meta.url);' },
  });
  const newFolder = () => mkdtempSync(join(root, 'folder-'));
  return {
    path,
    async run(job, kind = '', count = 0) {
      const { stdout } = await promisify(execFile)(process.execPath, [path, job, newFolder(), kind, String(count)]);
      return JSON.parse(stdout) as never;
    },
    serve: () => serve(path, newFolder()),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function serve(path: string, folder: string): Promise<ServedProgram> {
  const child = spawn(process.execPath, [path, 'serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (part: Buffer) => resolve(part.toString('utf8'))));
  return {
    url: (JSON.parse(line) as { url: string }).url,
    folder,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
