import { expect, it } from 'vitest';
import { cacheFile } from './cache-file.ts';

const build = 'b1';
const own = { HOME: process.cwd() };

function name(argv: readonly string[]): string | undefined {
  return cacheFile({ argv, env: own, build })?.split('/').at(-1);
}

it('is one per command, and one for all that begin with a flag or with something odd', () => {
  expect([['template', 'web'], ['get', 'values', 'web'], ['--help'], ['-n', 'x', 'list'], [], ['../x'], ['a/b']].map(name))
    .toEqual(['template.bin', 'get.bin', 'other.bin', 'other.bin', 'other.bin', 'other.bin', 'other.bin']);
});

it('lies in the user\'s cache, apart for each build and each Node', () => {
  expect(cacheFile({ argv: ['list'], env: own, build })).toBe(`${process.cwd()}/.cache/sherpack/code/b1-${process.version}-${process.arch}/list.bin`);
  expect(cacheFile({ argv: ['list'], env: { ...own, XDG_CACHE_HOME: '/' }, build })).toBe(`/sherpack/code/b1-${process.version}-${process.arch}/list.bin`);
});

it('is none without a home, without one that exists, or where Node is told to keep no compiled code', () => {
  for (const env of [{}, { HOME: '' }, { HOME: '/nowhere/at/all' }, { ...own, NODE_DISABLE_COMPILE_CACHE: '1' }]) {
    expect(cacheFile({ argv: ['list'], env, build })).toBeUndefined();
  }
});
