import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readSource, repositoryFiles } from './source-files.ts';

const documents = repositoryFiles().filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'));
const PATH = /`((?:plugin-api|core|plugins|templates-engines|examples|tests)\/[\w./-]+)`/g;

describe('docs map', () => {
  it.each(documents)('%s names only paths that exist', (document) => {
    const { text } = readSource(document);
    const named = [...text.matchAll(PATH)].map(([, path]) => path ?? '');
    expect(named.filter((path) => !existsSync(`${ROOT}/${path}`))).toEqual([]);
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target ?? '');
    expect(links.filter((target) => !existsSync(resolve(ROOT, dirname(document), target)))).toEqual([]);
  });

  it('ARCHITECTURE.md knows every package', () => {
    const { text } = readSource('ARCHITECTURE.md');
    const folders = repositoryFiles().map((path) => /^((?:plugin-api|core\/[^/]+|plugins\/[^/]+|templates-engines\/[^/]+))\/package\.json$/.exec(path)?.[1]).filter((folder) => folder !== undefined);
    expect(folders.filter((folder) => !text.includes(folder))).toEqual([]);
  });
});
