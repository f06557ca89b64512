import { describe, expect, it } from 'vitest';
import type { PluginSource } from '@sherpack/kernel/kernel-host';
import type { CommandManifest, OptionsManifest } from '@sherpack/plugin-api';
import { createCommandTable } from './command-table.ts';

function source(name: string, commands: readonly Partial<CommandManifest>[], options: readonly OptionsManifest[] = [], disabled = false): PluginSource {
  const manifest = {
    name, version: '1.0.0', apiVersion: '^1', plugin: './src/plugin.ts', options,
    commands: commands.map((command) => ({ name: '', summary: '', module: '', ...command })),
  };
  return {
    manifest,
    origin: 'default',
    disabled,
    load: () => Promise.reject(new Error('loaded the plugin')),
    loadCommand: async (command) => ({ description: `${name}: ${command}`, run: async () => {} }),
    loadOptions: async () => ({ waves: { type: 'boolean', description: 'x' } }),
  };
}

describe('command table', () => {
  it('finds commands by name and alias without loading anything', () => {
    const table = createCommandTable([source('release', [{ name: 'list', aliases: ['ls'] }, { name: 'drift status', aliases: ['st'] }])], []);
    expect(table.find('ls')?.name).toBe('list');
    expect(table.find('drift st')?.name).toBe('drift status');
    expect(table.find('st')).toBeUndefined();
  });

  it('lists the visible commands below a word', () => {
    const table = createCommandTable([source('drift', [{ name: 'drift watch' }, { name: 'drift status' }, { name: 'drift peek', hidden: true }])], []);
    expect(table.below('drift').map(({ name }) => name)).toEqual(['drift status', 'drift watch']);
    expect(table.below('dri')).toEqual([]);
  });

  it('knows which plugins contribute flags to which command', async () => {
    const waves = source('waves', [], [{ commands: ['install', 'upgrade'], module: './src/options.ts' }]);
    const table = createCommandTable([source('release', [{ name: 'install' }, { name: 'list' }]), waves], []);
    expect(table.find('install')?.contributions.map(({ plugin }) => plugin)).toEqual(['waves']);
    expect(await table.find('install')?.contributions[0]?.load()).toHaveProperty('waves');
    expect(table.find('list')?.contributions).toEqual([]);
  });

  it('leaves disabled plugins out', () => {
    const table = createCommandTable([source('sandbox', [{ name: 'sandbox start' }], [], true)], []);
    expect(table.entries).toEqual([]);
  });

  it('names both plugins when two bring the same command', () => {
    const sources = [source('release', [{ name: 'list', aliases: ['ls'] }]), source('mine', [{ name: 'ls' }])];
    expect(() => createCommandTable(sources, [])).toThrow('The command "ls" comes from two plugins: "release" and "mine".');
  });
});
