import { defineCommand, defineOptions } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { createEffectiveConfig } from './config/effective-config.ts';
import { clusterSelection } from './global-values.ts';
import { loadCommand, readInvocation } from './invocation.ts';
import { processWorld } from './world.ts';

const command = defineCommand({ async run() {} });
const contributed = defineOptions({
  folder: { type: 'string', description: 'of the variant', group: 'Cluster flags' },
  waves: { type: 'string', description: 'of another feature' },
});

describe('flags that a plugin adds for its cluster variant', () => {
  it('reach the variant as overrides, beside those of the shell', async () => {
    const entry = {
      name: 'install', summary: '', aliases: [], hidden: false, plugin: 'release', load: async () => command,
      contributions: [{ plugin: 'directory', load: async () => contributed }],
    };
    const invocation = await readInvocation(await loadCommand(entry), ['--folder', '/out', '--waves', 'x', '--kube-token', 't']);
    const { overrides } = clusterSelection(createEffectiveConfig([]), invocation.global, processWorld(), invocation.clusterFlags);
    expect(overrides).toEqual({ folder: '/out', token: 't' });
    expect(invocation.flags).toEqual({ folder: '/out', waves: 'x' });
  });
});
