import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';
import type { RunResult } from './run-sherpack.ts';

const COMMANDS = {
  template: ['template', 'web', './pack'],
  lint: ['lint', './pack'],
  install: ['install', 'web', './pack', '--cluster', 'sandbox'],
  list: ['list', '--cluster', 'sandbox'],
} as const;
type CommandName = keyof typeof COMMANDS;

/** By optional plugin: which of the commands cannot do without it, with the exit code and what the error names. */
const NEEDED: Readonly<Record<string, Readonly<Partial<Record<CommandName, readonly [code: number, ...names: string[]]>>>>> = {
  kubernetes: {},
  directory: {},
  plain: {},
  sandbox: {
    install: [2, 'KERNEL_UNKNOWN_VARIANT', 'cluster "sandbox"'],
    list: [2, 'KERNEL_UNKNOWN_VARIANT', 'cluster "sandbox"'],
  },
  storage: {
    install: [2, 'KERNEL_SERVICE_MISSING', '"release-stores"', '"sherpack plugins"'],
    list: [2, 'KERNEL_SERVICE_MISSING', '"release-stores"', '"sherpack plugins"'],
  },
  release: {
    template: [2, 'CLI_COMMAND_DISABLED', '"template"', 'plugin "release"'],
    install: [2, 'CLI_COMMAND_DISABLED', '"install"', 'plugin "release"'],
    list: [2, 'CLI_COMMAND_DISABLED', '"list"', 'plugin "release"'],
  },
  deploy: {
    install: [2, 'KERNEL_SERVICE_MISSING', '"deployer"', '"sherpack plugins"'],
  },
  pack: {
    template: [2, 'RELEASE_PACK_UNREAD', './pack', '"sherpack plugins"'],
    lint: [2, 'CLI_COMMAND_DISABLED', '"lint"', 'plugin "pack"'],
    install: [2, 'RELEASE_PACK_UNREAD', './pack', '"sherpack plugins"'],
  },
  handlebars: {
    template: [4, 'PACK_ENGINE_UNKNOWN', 'template engine "handlebars"'],
    lint: [4, 'PACK_ENGINE_UNKNOWN', 'template engine "handlebars"'],
    install: [4, 'PACK_ENGINE_UNKNOWN', 'template engine "handlebars"'],
  },
};

beforeAll(() => buildOnce(), 120_000);

/** A pack for the engine handlebars beside a configuration that takes the plugin out. */
function folderWithout(plugin: string): string {
  return newFolder({
    'sherpack.config.yaml': `disable: [${plugin}]\n`,
    'pack/Pack.yaml': 'apiVersion: sherpack/v1\nmetadata:\n  name: demo\n  version: 1.0.0\nengine: handlebars\n',
    'pack/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ release.name }}\n',
  });
}

function expectNoInternals({ stdout, stderr }: RunResult): void {
  expect(stdout + stderr).not.toMatch(/CLI_INTERNAL|Internal error|TypeError|ReferenceError|TAP_FAILED|\n\s+at .+:\d+:\d+/);
}

describe.each(Object.entries(NEEDED))('without the plugin %s', (plugin, needed) => {
  it('help, plugins and version work', async () => {
    const folder = folderWithout(plugin);
    const [help, plugins, version] = await Promise.all(['--help', 'plugins', 'version'].map((word) => sherpack([word], { folder })));
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: sherpack'), stderr: '' });
    expect(plugins).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(` ${plugin} .*\\(disabled\\)`)), stderr: '' });
    expect(version).toMatchObject({ code: 0, stdout: expect.stringContaining('sherpack 1.'), stderr: '' });
  });

  it('commands that do not need it work, and the others say what is missing', async () => {
    const folder = folderWithout(plugin);
    for (const [name, argv] of Object.entries(COMMANDS)) {
      const result = await sherpack(argv, { folder });
      expectNoInternals(result);
      const [code, ...names] = needed[name as CommandName] ?? [0];
      expect({ name, code: result.code, output: result.code === code ? '' : result.stdout + result.stderr }).toEqual({ name, code, output: '' });
      const told = result.stdout + result.stderr;
      expect(names.filter((part) => !told.includes(part)), told).toEqual([]);
    }
    if (needed.list === undefined) expect((await sherpack([...COMMANDS.list, '-q'], { folder })).stdout).toBe(needed.install === undefined ? 'web\n' : '');
  });
});

describe('without the plugin kubernetes', () => {
  it('a command for a real cluster names what is missing', async () => {
    const result = await sherpack(['list'], { folder: folderWithout('kubernetes') });
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('there is no cluster "kubernetes"') });
  });
});

describe('without the plugin release', () => {
  it('help for one of its commands names the plugin', async () => {
    const folder = folderWithout('release');
    for (const words of [['help', 'rollback'], ['get', 'values', 'web'], ['ls']]) {
      const { code, stderr } = await sherpack(words, { folder });
      expect({ words, code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('plugin "release", which is disabled') });
    }
  });
});
