import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generateDefaultPlugins } from './default-plugins.ts';

function committed(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
}

it('the committed list of default plugins says what the manifests say (npm run generate in core/cli brings it up to date)', async () => {
  const { manifests, modules, dependencies } = await generateDefaultPlugins();
  expect(committed('src/default-manifests.json')).toBe(manifests);
  expect(committed('src/default-plugins.ts')).toBe(modules);
  expect(JSON.parse(committed('package.json'))).toMatchObject({ devDependencies: dependencies });
});
