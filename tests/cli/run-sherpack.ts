import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shell = join(root, 'core/cli');
export const program = join(shell, 'bin/sherpack.js');
export const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));

export interface RunOptions {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds the program if a source is newer than the last build. Call it once per test file. */
export function buildOnce(): void {
  const lock = join(shell, 'node_modules/.building');
  mkdirSync(dirname(lock), { recursive: true });
  while (isOutdated()) {
    if (!take(lock)) continue;
    try {
      execFileSync('npm', ['run', 'build', '--silent'], { cwd: shell, stdio: 'inherit' });
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
}

/** One test file builds; the others look on until the build is there. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    return false;
  }
}

function isOutdated(): boolean {
  const built = join(shell, 'dist/meta.json');
  if (!existsSync(built)) return true;
  const groups = ['core', 'plugins', 'templates-engines'].flatMap((name) => readdirSync(join(root, name)).map((folder) => join(root, name, folder)));
  return newest([join(root, 'plugin-api/src'), ...groups]) > statSync(built).mtimeMs;
}

function newest(paths: readonly string[]): number {
  return Math.max(0, ...paths.map((path) => {
    const stats = statSync(path);
    if (!stats.isDirectory()) return /\.(ts|json|hbs)$/.test(path) && !path.endsWith('.test.ts') ? stats.mtimeMs : 0;
    const names = readdirSync(path).filter((name) => !['node_modules', 'dist', '.turbo', 'fixtures'].includes(name));
    return newest(names.map((name) => join(path, name)));
  }));
}

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, outside of any repository and home; gone when the tests of the file are over. */
export function newFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sherpack-cli-')));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, '.git'), { recursive: true });
  return folder;
}

/** The environment of a user without settings of any kind. */
export function cleanEnv(folder: string, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), TMPDIR: tmpdir(), ...env };
}

export function start(argv: readonly string[], { folder = newFolder(), env }: RunOptions = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...argv], { cwd: folder, env: cleanEnv(folder, env) });
}

/** Collects what the process says until it ends. */
export function finish(child: ChildProcessWithoutNullStreams): Promise<RunResult> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  });
}

export function sherpack(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = start(argv, options);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return finish(child);
}

/** Resolves with the text that the stream has said once it contains `wanted`. */
export function until(stream: NodeJS.ReadableStream, wanted: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes(wanted)) resolve(text);
    });
    stream.on('end', () => reject(new Error(`the stream ended without "${wanted}": ${text}`)));
  });
}
