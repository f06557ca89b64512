import { describe, expect, it } from 'vitest';
import { createOptionSet } from './option-set.ts';
import type { OptionPart } from './option-set.ts';

const description = 'x';
const global: OptionPart = { role: 'global', plugin: 'cli', table: { quiet: { type: 'boolean', alias: 'q', description } } };

describe('option set', () => {
  it('writes keys in kebab-case and leaves letters as they are', () => {
    const options = createOptionSet('list', [{ role: 'command', plugin: 'release', table: { allNamespaces: { type: 'boolean', alias: 'A', description } } }]);
    expect(options.list[0]?.names).toEqual(['all-namespaces', 'A']);
    expect(options.find('A')?.key).toBe('allNamespaces');
  });

  it('lets a command take over a letter of a global flag', () => {
    const options = createOptionSet('list', [global, { role: 'command', plugin: 'release', table: { short: { type: 'boolean', alias: 'q', description } } }]);
    expect(options.find('q')?.key).toBe('short');
    expect(options.find('quiet')?.names).toEqual(['quiet']);
  });

  it('names both plugins when two bring the same flag', () => {
    const part = (plugin: string): OptionPart => ({ role: 'contributed', plugin, table: { waves: { type: 'boolean', description } } });
    expect(() => createOptionSet('install', [part('waves'), part('surf')]))
      .toThrow('The flag --waves of "sherpack install" comes from two plugins: "waves" and "surf".');
  });

  it('does not let a contributed flag take a global letter or name', () => {
    const part: OptionPart = { role: 'contributed', plugin: 'quick', table: { quick: { type: 'boolean', alias: 'q', description } } };
    expect(() => createOptionSet('install', [global, part])).toThrow('-q');
  });
});
