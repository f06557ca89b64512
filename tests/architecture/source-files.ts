import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A file of the repository, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

let listed: readonly string[] | undefined;

/** Every file that git tracks or would track. */
export function repositoryFiles(): readonly string[] {
  listed ??= gitFiles('--cached', '--others', '--exclude-standard', '--deduplicate');
  return listed;
}

/** Every file that git tracks: whoever follows the README has packs and plugins of their own beside them. */
export function trackedFiles(): readonly string[] {
  return gitFiles('--cached');
}

function gitFiles(...selection: readonly string[]): readonly string[] {
  return execFileSync('git', ['ls-files', ...selection], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 })
    .split('\n').filter((path) => path !== '' && exists(path));
}

function exists(path: string): boolean {
  try {
    readFileSync(`${ROOT}/${path}`);
    return true;
  } catch {
    return false;
  }
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(`${ROOT}/${path}`, 'utf8');
  return { path, text, lines: text.split('\n').length - 1 };
}

export function typescriptFiles(): readonly SourceFile[] {
  return repositoryFiles().filter((path) => path.endsWith('.ts')).map(readSource);
}

export function isTest(path: string): boolean {
  return /\.(test|e2e|bench)\.ts$/.test(path) || path.includes('/fixtures/') || path.includes('/samples/');
}

/** A workspace package: its folder and its package.json. */
export interface Workspace {
  readonly folder: string;
  readonly name: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export function workspaces(): readonly Workspace[] {
  return repositoryFiles()
    .filter((path) => /^(plugin-api|core\/[^/]+|plugins\/[^/]+(\/pubgrub-ts)?|templates-engines\/[^/]+|examples\/plugins\/[^/]+|tests\/[^/]+)\/package\.json$/.test(path))
    .map((path) => {
      const json = JSON.parse(readSource(path).text) as Record<string, unknown>;
      return { folder: path.slice(0, -'/package.json'.length), name: String(json['name']), json };
    });
}

/** Module specifiers of `import`, `export … from` and `import()`. `import type` counts: a type ties packages together too. */
export function importsOf(text: string): readonly string[] {
  const code = text.replaceAll(/^\s*(\*|\/\/).*$/gm, '');
  return [...code.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
