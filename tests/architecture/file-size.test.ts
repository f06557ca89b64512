import { describe, expect, it } from 'vitest';
import { isTest, readSource, repositoryFiles, typescriptFiles } from './source-files.ts';

const files = typescriptFiles();
const kernel = files.filter(({ path }) => path.startsWith('core/kernel/src/') && !isTest(path));

describe('size', () => {
  it('no file is longer than 400 lines', () => {
    expect(files.filter(({ lines, path }) => lines > 400 && !path.endsWith('.generated.ts')).map(({ path, lines }) => `${lines} ${path}`)).toEqual([]);
  });

  it('the median file stays readable at a glance', () => {
    const lengths = files.filter(({ path }) => !isTest(path)).map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120);
    expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(320);
  });

  it('the kernel has at most 1,300 lines', () => {
    expect(kernel.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThanOrEqual(1300);
  });

  it('the kernel names no feature', () => {
    const features = repositoryFiles().map((path) => /^(?:plugins|templates-engines)\/([^/]+)\/package\.json$/.exec(path)?.[1]).filter((name) => name !== undefined);
    const words = /release|rollback|sandbox|kubernetes|directory|handlebars|storage|secret|drift|wave|helm/i;
    const named = kernel.flatMap(({ path, text }) => features.filter((feature) => new RegExp(`['"\`/]${feature}['"\`]`).test(text)).map((feature) => `${path}: ${feature}`));
    expect(named).toEqual([]);
    const strings = kernel.flatMap(({ path, text }) => [...text.replaceAll(/^\s*(\*|\/\/|\/\*\*).*$/gm, '').matchAll(/'([^'\n]*)'/g)].filter(([, content]) => words.test(content ?? '')).map(([found]) => `${path}: ${found}`));
    expect(strings).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(\*|\/\/|\/\*\*).*$/gm, '');
}

describe('code that is finished', () => {
  it('has no notes to self, no escape hatches from the type checker and no skipped tests', () => {
    const marks = /\bTODO\b|\bFIXME\b|\bXXX\b|@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable/;
    const hatches = /\bas any\b|: any\b|\.only\(|\bit\.skip\(|\bdescribe\.skip\(/;
    const others = files.filter(({ path }) => path !== 'tests/architecture/file-size.test.ts');
    expect(others.filter(({ text }) => marks.test(text) || hatches.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });

  it('names no path of a machine and no registry', () => {
    const places = /\/work\/|\/root\/|registry\.npmjs|proxy\.golang/;
    const texts = repositoryFiles().filter((path) => /\.(ts|js|json|md|ya?ml|hbs|sh)$|^\.ci\//.test(path) && !path.startsWith('tests/architecture/')).map(readSource);
    expect(texts.filter(({ text }) => places.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
