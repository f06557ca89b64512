import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

interface ExportEntry {
  readonly 'sherpack-source'?: string;
  readonly types?: string;
}

/**
 * Builds the package in the current folder for publishing: every subpath of `exports` becomes a JavaScript module
 * beside its declarations in dist/. Inside the repository nothing of this is used: there the sources run.
 */
async function buildPackage(folder: string): Promise<void> {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, string | ExportEntry> };
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  const sources = entries.flatMap((entry) => entry['sherpack-source'] ?? []);
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: folder,
    entryPoints: sources,
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  if (entries.some(({ types }) => types !== undefined)) declarations(folder, sources);
}

function declarations(folder: string, sources: readonly string[]): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const flags = [
    '--emitDeclarationOnly', '--declaration', '--rewriteRelativeImportExtensions', '--outDir', 'dist', '--rootDir', 'src',
    '--target', 'ES2023', '--module', 'NodeNext', '--moduleResolution', 'NodeNext', '--customConditions', 'sherpack-source',
    '--types', 'node', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--resolveJsonModule', '--ignoreConfig',
  ];
  execFileSync(process.execPath, [tsc, ...flags, ...sources], { cwd: folder, stdio: 'inherit' });
}

await buildPackage(process.cwd());
