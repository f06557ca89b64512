import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDefaultPlugins } from './default-plugins.ts';

const shell = resolve(fileURLToPath(import.meta.url), '../..');

/** Brings the committed list of default plugins up to date. */
export async function writeDefaultPlugins(): Promise<void> {
  const { manifests, modules, dependencies } = await generateDefaultPlugins();
  await update('src/default-manifests.json', () => manifests);
  await update('src/default-plugins.ts', () => modules);
  await update('package.json', (text) => withDependencies(text, dependencies));
}

async function update(name: string, content: (old: string) => string): Promise<void> {
  const file = join(shell, name);
  const old = await readFile(file, 'utf8').catch(() => '');
  const next = content(old);
  if (next !== old) await writeFile(file, next);
}

// Their names only look like those of plugins.
const NO_PLUGINS = ['@sherpack/plugin-api', '@sherpack/plugin-kit'];

function withDependencies(text: string, dependencies: Readonly<Record<string, string>>): string {
  const packageJson = JSON.parse(text) as { devDependencies: Record<string, string> };
  const others = Object.entries(packageJson.devDependencies).filter(([name]) => !/^@sherpack\/(plugin|engine)-/.test(name) || NO_PLUGINS.includes(name));
  const sorted = [...others, ...Object.entries(dependencies)].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ ...packageJson, devDependencies: Object.fromEntries(sorted) }, undefined, 2)}\n`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await writeDefaultPlugins();
