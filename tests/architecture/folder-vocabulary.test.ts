import { describe, expect, it } from 'vitest';
import { readSource, repositoryFiles, trackedFiles, typescriptFiles, workspaces } from './source-files.ts';

const BANNED = /(^|\/)(utils?|common|misc|shared|helpers)(\.ts|\/|$)/;
const ENGINE_HELPERS = /^templates-engines\/[^/]+\/src\/helpers(\/|$)/;
const TOP_LEVEL = ['plugin-api', 'core', 'plugins', 'templates-engines', 'examples', 'tests', '.ci'];
const TOP_FILES = [
  'package.json', 'package-lock.json', 'tsconfig.json', 'turbo.json', 'vitest.config.ts', 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md',
  'LICENSE', '.gitignore', '.npmrc', '.oxlintrc.json',
];

const files = repositoryFiles();
const features = workspaces().filter(({ folder }) => /^(plugins|templates-engines)\/[^/]+$/.test(folder));

describe('folder vocabulary', () => {
  it('has the fixed top level and nothing besides', () => {
    const strangers = new Set(trackedFiles().map((path) => path.split('/')[0] ?? '').filter((name) => !TOP_LEVEL.includes(name) && !TOP_FILES.includes(name)));
    expect([...strangers]).toEqual([]);
  });

  it('has no junk drawers', () => {
    expect(files.filter((path) => path.endsWith('.ts') && BANNED.test(path) && !ENGINE_HELPERS.test(path))).toEqual([]);
    expect(files.filter((path) => /^[^/]+(\/[^/]+)?\/src\/types\.ts$/.test(path))).toEqual([]);
  });

  it('writes file names in kebab-case', () => {
    const names = files.filter((path) => /\.(ts|hbs)$/.test(path)).map((path) => path.split('/').at(-1) ?? '');
    expect(names.filter((name) => !/^_?[a-z0-9]+(-[a-z0-9]+)*(\.(test|e2e|bench|config|generated|schema|d))?\.(ts|hbs)$/.test(name))).toEqual([]);
  });

  it.each(features.map(({ folder, name, json }) => [folder, name, json] as const))('%s carries one name and the fixed files', (folder, name, json) => {
    const short = folder.split('/')[1] ?? '';
    expect(name).toBe(folder.startsWith('plugins/') ? `@sherpack/plugin-${short}` : `@sherpack/engine-${short}`);
    expect(json['sherpack']).toBeTypeOf('object');
    for (const file of ['src/plugin.ts', 'README.md']) expect(files).toContain(`${folder}/${file}`);
    const plugin = readSource(`${folder}/src/plugin.ts`);
    expect(plugin.lines).toBeLessThanOrEqual(80);
    expect(plugin.text).toContain(`name: '${short}'`);
    const readme = readSource(`${folder}/README.md`).text.replaceAll(/```[\s\S]*?```/g, '');
    expect(readme).not.toMatch(/^##? /m);
  });

  it('uses default exports for plugins and variants only, and barrels nowhere but in plugin-api', () => {
    const barrels = typescriptFiles().filter(({ path, text }) => /^export \* from/m.test(text) && path !== 'plugin-api/src/index.ts');
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('writes top-level functions as declarations', () => {
    const arrows = typescriptFiles().flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:export )?const (\w+)(?:: [^=]+)? = (?:async )?(?:\([^)]*\)|\w+)(?:: [^=]+)? =>/gm)].map(([, name]) => `${path}: ${name}`));
    expect(arrows).toEqual([]);
  });
});
