import { describe, expect, it } from 'vitest';
import { isTest, readSource, repositoryFiles, typescriptFiles, workspaces } from './source-files.ts';

const CODE = /^ {2}([A-Z][A-Z0-9_]*)[:(]/gm;

const catalogues = typescriptFiles().filter(({ path, text }) => /(^|\/)errors\.ts$/.test(path) && text.includes('defineErrors('));

function prefixOf(text: string): string {
  return /defineErrors\(\s*'([^']+)'/.exec(text)?.[1] ?? '';
}

describe('error codes', () => {
  it.each(catalogues.map(({ path, text }) => [path, text] as const))('%s: declared = thrown = documented', (path, text) => {
    const folder = path.slice(0, path.indexOf('/src/'));
    const home = workspaces().find((workspace) => workspace.folder === folder);
    const codes = [...text.matchAll(CODE)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(0);

    const code = typescriptFiles().filter((file) => file.path.startsWith(`${folder}/`) && !isTest(file.path) && file.path !== path).map((file) => file.text).join('\n');
    expect(codes.filter((name) => !new RegExp(`\\b\\w*[eE]rrors\\.${name}\\b`).test(code))).toEqual([]);

    const prefix = prefixOf(text).replaceAll('-', '_').toUpperCase();
    const readme = repositoryFiles().includes(`${folder}/README.md`) ? readSource(`${folder}/README.md`).text : '';
    expect(codes.map((name) => `${prefix}_${name}`).filter((full) => !readme.includes(full))).toEqual([]);
    expect(home).toBeDefined();
  });

  it('every plugin uses its own name as prefix', () => {
    const wrong = catalogues.filter(({ path }) => /^(plugins|templates-engines)\//.test(path)).filter(({ path, text }) => prefixOf(text) !== path.split('/')[1]);
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
