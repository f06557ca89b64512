import { describe, expect, it } from 'vitest';
import { readPositionals } from './read-positionals.ts';

const release = { name: 'release', description: 'x', required: true };
const pack = { name: 'packPath', description: 'x' };
const files = { name: 'file', description: 'x', variadic: true };

describe('arguments', () => {
  it('go to their names in order', () => {
    expect(readPositionals('install', [release, pack], ['web', './pack'])).toEqual({ args: { release: 'web', packPath: './pack' }, rest: [] });
  });

  it('collect in the variadic one', () => {
    expect(readPositionals('lint', [release, files], ['web', 'a', 'b'])).toEqual({ args: { release: 'web' }, rest: ['a', 'b'] });
  });

  it('that are missing are named', () => {
    expect(() => readPositionals('install', [release, pack], [])).toThrow(expect.objectContaining({
      code: 'CLI_ARGUMENT_MISSING', message: '"sherpack install" needs the argument RELEASE.', hint: 'Usage: sherpack install RELEASE [PACK-PATH]',
    }));
  });

  it('that are too many are refused, without showing what may be a secret', () => {
    expect(() => readPositionals('list', [], ['x'])).toThrow('"sherpack list" takes no further argument: "x" is too many.');
    expect(() => readPositionals('list', [], ['db.password=hunter2'])).toThrow('"db.password=…" is too many');
  });
});
