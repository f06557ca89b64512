import { describe, expect, it } from 'vitest';
import { isTest, readSource, repositoryFiles, typescriptFiles, workspaces } from './source-files.ts';

const KIT = 'tests/plugin-kit';
const DECLARATION = /export const (\w+) = defineExtensionPoint<\w+>\('([^']+)', '[^']+'\)/g;

const files = typescriptFiles();
const sources = files.filter(({ path }) => !isTest(path));
const tests = files.filter(({ path }) => isTest(path));
const points = sources.flatMap(({ path, text }) => [...text.matchAll(DECLARATION)].map(([, token = '', id = '']) => ({ id, token, path, text })));
const documentation = readSource('plugin-api/docs/extension-points.md').text;

/** Packages that announce keys of extension points, by id of the point. */
const providers = workspaces().flatMap(({ folder, json }) => {
  const { extensions = {} } = (json['sherpack'] ?? {}) as { readonly extensions?: Readonly<Record<string, readonly string[]>> };
  return Object.keys(extensions).map((id) => ({ folder, id }));
});

function usesSuite(text: string, id: string): boolean {
  return text.includes(`'@sherpack/plugin-kit/suites/${id}'`) || text.includes(`from './${id}.ts'`);
}

describe('extension points', () => {
  it('are declared in plugin-api, one to a file, and nowhere else', () => {
    const calls = sources.filter(({ path, text }) => /defineExtensionPoint[<(]/.test(text) && path !== 'plugin-api/src/extension-point.ts').map(({ path }) => path);
    expect(points.map(({ path }) => path).toSorted()).toEqual(calls.toSorted());
    expect(calls.filter((path) => !path.startsWith('plugin-api/src/extensions/'))).toEqual([]);
    expect(points.length).toBeGreaterThanOrEqual(10);
  });

  it.each(points)('$id has a suite that the kit publishes, and its contract names it', ({ id, text }) => {
    const kit = workspaces().find(({ folder }) => folder === KIT);
    expect(repositoryFiles()).toContain(`${KIT}/src/suites/${id}.ts`);
    expect(Object.keys(kit?.json['exports'] as object)).toContain(`./suites/${id}`);
    expect(text).toContain(`Conformance: \`@sherpack/plugin-kit\` suite \`${id}\`.`);
    expect(readSource(`${KIT}/README.md`).text).toContain(`| \`@sherpack/plugin-kit/suites/${id}\` |`);
  });

  it.each(points)('$id is documented: a row with token, contract and suite, and a section with an example', ({ id, token, path }) => {
    const row = documentation.split('\n').find((line) => line.startsWith(`| \`${id}\` |`)) ?? '';
    const [, , first, choice, contract, suite] = row.split('|').map((cell) => cell.trim());
    expect({ first, contract, suite }).toEqual({ first: `\`${token}\``, contract: `\`${path}\``, suite: `\`@sherpack/plugin-kit/suites/${id}\`` });
    expect(choice).not.toBe('');
    expect(documentation).toContain(`\n## ${id}\n`);
  });

  it.each(points)('the suite of $id is proved by variants that are wrong', ({ id }) => {
    const proofs = tests.filter(({ text }) => usesSuite(text, id) && text.includes('failingTests') && /toContain\(/.test(text));
    expect(proofs.map(({ path }) => path)).toHaveLength(1);
  });

  it.each(providers)('$folder runs the suite of $id, which it provides', ({ folder, id }) => {
    expect(points.map((point) => point.id)).toContain(id);
    expect(tests.filter(({ path, text }) => path.startsWith(`${folder}/`) && usesSuite(text, id))).not.toEqual([]);
  });

  it('are each provided by a package of this repository, ours or an example', () => {
    expect(points.map(({ id }) => id).filter((id) => !providers.some((provider) => provider.id === id))).toEqual([]);
  });
});

describe('plugins', () => {
  it.each(workspaces().filter(({ json }) => json['sherpack'] !== undefined))('$folder is tested as every plugin', ({ folder }) => {
    expect(tests.filter(({ path, text }) => path.startsWith(`${folder}/`) && /\btestPlugin\(/.test(text))).not.toEqual([]);
  });
});
