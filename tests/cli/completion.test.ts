import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, fixtures, newFolder, program, sherpack } from './run-sherpack.ts';

let folder = '';
beforeAll(() => {
  buildOnce();
  folder = newFolder({
    'sherpack.config.yaml': `plugins: [${fixtures}/probe]\n`,
    'bin/x': '', 'values one.yaml': '', 'values-two.yaml': '', 'packs/web/Pack.yaml': '',
  });
  symlinkSync(program, join(folder, 'bin/sherpack'));
  mkdirSync(join(folder, 'home'), { recursive: true });
}, 120_000);

/** What a real bash puts into COMPREPLY for the words; bash itself has cut them at "=". */
async function reply(...words: string[]): Promise<readonly string[]> {
  const quoted = ['sherpack', ...words].map((word) => `'${word}'`).join(' ');
  const script = `source <(sherpack completion bash); COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _sherpack; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const path = `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const { stdout, stderr } = await finish(spawn('bash', ['--norc', '-c', script], { cwd: folder, env: cleanEnv(folder, { PATH: path }) }));
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '').sort();
}

describe('completion in bash', () => {
  it('completes commands, one word after the other, those of configured plugins included', async () => {
    expect(await reply('ins')).toEqual(['install']);
    expect(await reply('pro')).toEqual(['probe']);
    expect(await reply('probe', '')).toEqual(['ask', 'echo', 'fail', 'flood', 'wait']);
    expect(await reply('help', 'probe', 'e')).toEqual(['echo']);
    expect(await reply('-n', 'shop', 'probe', 'fl')).toEqual(['flood']);
  });

  it('completes flags of the command and global ones', async () => {
    expect(await reply('probe', 'echo', '--d')).toEqual(['--debug', '--dry-run']);
    expect(await reply('probe', 'echo', '--verif')).toEqual([]);
  });

  it('completes the choices of a flag in both spellings', async () => {
    expect(await reply('probe', 'echo', '--output', 'j')).toEqual(['json']);
    expect(await reply('probe', 'echo', '--dry-run', '=', 's')).toEqual(['server']);
    expect(await reply('probe', 'echo', '--output', '=')).toEqual(['json', 'table', 'yaml']);
    expect(await reply('list', '--cluster', '')).toEqual(['directory', 'kubernetes', 'sandbox']);
  });

  it('leaves files and folders to the shell', async () => {
    expect(await reply('probe', 'echo', 'val')).toEqual(['values one.yaml', 'values-two.yaml']);
    expect(await reply('probe', 'echo', 'x', 'pa')).toEqual(['packs']);
    expect(await reply('version', '--config', 'values-')).toEqual(['values-two.yaml']);
  });

  it('completes the releases of the namespace', async () => {
    const env = { SHERPACK_CLUSTER: 'sandbox', XDG_DATA_HOME: join(folder, 'data') };
    expect((await sherpack(['create', 'demo'], { folder })).code).toBe(0);
    expect((await sherpack(['install', 'web', './demo', '-n', 'shop', '--create-namespace', '--cluster', 'sandbox'], { folder, env })).code).toBe(0);
    expect((await sherpack(['__complete', 'status', '-n', 'shop', ''], { folder, env })).stdout).toBe('none\nweb\trelease\n');
    expect((await sherpack(['__complete', 'status', ''], { folder, env })).stdout).toBe('none\n');
  });

  it('stays silent where nothing can be known', async () => {
    expect(await sherpack(['__complete', 'status', ''], { folder })).toEqual({ code: 0, stdout: 'none\n', stderr: '' });
    const broken = newFolder({ 'sherpack.config.yaml': 'nonsense: 1\n' });
    expect(await sherpack(['__complete', 'insta'], { folder: broken })).toEqual({ code: 0, stdout: 'none\ninstall\tInstall a pack as a release\n', stderr: '' });
  });
});

/** What a shell prints for a script of ours; the shell may be missing on this machine, the test then says so. */
async function ask(command: string, args: readonly string[]): Promise<readonly string[]> {
  const path = `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const { stdout, stderr } = await finish(spawn(command, args, { cwd: folder, env: cleanEnv(folder, { PATH: path }) }));
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

function isMissing(command: string): boolean {
  return spawnSync(command, ['-c', 'true']).error !== undefined;
}

describe('completion in fish', () => {
  function complete(line: string): Promise<readonly string[]> {
    return ask('fish', ['--no-config', '-c', `sherpack completion fish | source; complete -C '${line}'`]);
  }

  it.skipIf(isMissing('fish'))('completes commands with what they do, choices and files', async () => {
    expect(await complete('sherpack ins')).toEqual(['install\tInstall a pack as a release']);
    expect(await complete('sherpack list --cluster ')).toEqual(['directory', 'kubernetes', 'sandbox']);
    expect(await complete('sherpack list --output=j')).toEqual(['--output=json']);
    expect(await complete('sherpack version --config val')).toEqual(['values one.yaml', 'values-two.yaml']);
  });
});

describe('completion in zsh', () => {
  /** The completion system's own functions print here what they would offer. */
  const stand = `compdef() { }; _describe() { shift; print -rl -- "\${(@P)1}"; }; _files() { print -r -- "files $*"; }; source <(sherpack completion zsh)`;
  function complete(...words: string[]): Promise<readonly string[]> {
    const quoted = ['sherpack', ...words].map((word) => `'${word}'`).join(' ');
    return ask('zsh', ['-f', '-c', `${stand}; words=(${quoted}); CURRENT=${words.length + 1}; _sherpack`]);
  }

  it.skipIf(isMissing('zsh'))('completes commands with what they do, choices and files', async () => {
    expect(await complete('ins')).toEqual(['install:Install a pack as a release']);
    expect(await complete('list', '--cluster', '')).toEqual(['directory:', 'kubernetes:', 'sandbox:']);
    expect(await complete('version', '--config', 'val')).toEqual(['files ']);
  });
});
