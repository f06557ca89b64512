import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, fixtures, newFolder, sherpack } from './run-sherpack.ts';

let folder = '';

beforeAll(() => {
  buildOnce();
  folder = config('probe', 'extra');
}, 120_000);

function config(...plugins: string[]): string {
  return newFolder({ 'sherpack.config.json': JSON.stringify({ plugins: plugins.map((name) => `${fixtures}/${name}`) }) });
}

function probe(...argv: string[]) {
  return sherpack(['probe', ...argv], { folder });
}

describe('a command of a plugin', () => {
  it('gets arguments and flags exactly as they were written, global flags before or behind its name', async () => {
    const { stdout, code } = await sherpack([
      '-nshop', '--debug', 'probe', 'echo', '--set', 'a=b,c=d', 'one', '--dry-run', 'two', '--set', 'x=007', '--timeout', '1m30s', '--waves', '-ojson',
    ], { folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      args: { first: 'one' },
      rest: ['two'],
      flags: { set: ['a=b,c=d', 'x=007'], dryRun: 'server', timeout: 90_000, waves: true, input: false },
      global: { namespace: 'shop', namespaceGiven: true, output: 'json', outputGiven: true, quiet: false, debug: true },
      folder,
    });
  });

  it('prints YAML and reads standard input', async () => {
    const { stdout } = await sherpack(['probe', 'echo', 'x', '--input', '-o', 'yaml'], { folder, input: 'a: 1\n' });
    expect(stdout).toContain('input: |\n  a: 1\n');
  });

  it('ends with the exit code that it returns', async () => {
    expect(await probe('fail', 'code')).toEqual({ code: 3, stdout: '', stderr: '' });
  });

  it('is found by its alias', async () => {
    expect((await probe('flop', 'code')).code).toBe(3);
  });

  it('cannot ask without a terminal', async () => {
    const { code, stderr } = await probe('ask');
    expect(code).toBe(6);
    expect(stderr).toContain('CLI_CONFIRMATION_IMPOSSIBLE');
  });
});

describe('usage errors end with code 2 and say what to do', () => {
  it.each([
    [['probe', 'ehco'], 'There is no command "probe ehco".', 'Did you mean "probe echo"?'],
    [['instal', 'web'], 'There is no command "instal".', 'Did you mean "install"?'],
    [['probe', 'echo'], '"sherpack probe echo" needs the argument FIRST.', 'Usage: sherpack probe echo FIRST [OTHERS...]'],
    [['probe', 'fail', 'a', 'b'], '"b" is too many', 'Usage: sherpack probe fail HOW'],
    [['probe', 'echo', 'x', '--wiat'], 'knows no flag --wiat', 'Did you mean "--wait"?'],
    [['probe', 'echo', 'x', '--dry-run=sever'], 'The value of --dry-run must be one of client, server.', 'Did you mean "server"?'],
    [['probe', 'echo', 'x', '--timeout', 'soon'], 'The value of --timeout must be a duration', ''],
    [['probe', 'echo', 'x', '--set'], '--set needs a value.', 'Write --set PATH=VALUE'],
    [['probe', 'echo', 'x', '--verify'], '--verify is not supported: everything is verified anyway.', 'Leave the flag out.'],
    [['--qps', '5', 'version'], '--qps is not supported', ''],
    [['--nonsense'], '"sherpack" knows no flag --nonsense.', ''],
    [['version', '-o', 'xml'], 'The value of --output must be one of table, json, yaml.', ''],
    [['completion', 'bsh'], 'The argument SHELL must be one of bash, zsh, fish.', 'Did you mean "bash"?'],
    [['list', '--config', 'none.yaml'], 'There is no configuration file', ''],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await sherpack(argv, { folder });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('names both plugins that bring the same flag', async () => {
    const { code, stderr } = await sherpack(['probe', 'echo', 'x'], { folder: config('probe', 'extra', 'rival') });
    expect(code).toBe(2);
    expect(stderr).toContain('The flag --waves of "sherpack probe echo" comes from two plugins: "extra" and "rival".');
  });
});

describe('errors', () => {
  it('are printed with place, excerpt, hint and cause', async () => {
    const { code, stderr } = await probe('fail', 'guard');
    expect(code).toBe(6);
    expect(stderr).toBe([
      'Error PROBE_REFUSED: a guard says no', '  At: Pack.yaml:3:5', '    3 | name: x', '  Hint: Ask nicely.', '  Caused by: it is protected', '',
    ].join('\n'));
  });

  it('are one JSON object on standard error with -o json', async () => {
    const { code, stdout, stderr } = await probe('fail', 'guard', '-o', 'json');
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'PROBE_REFUSED', exitCode: 6, location: { line: 3 }, causes: ['it is protected'] } });
    expect(JSON.parse((await sherpack(['nonsense', '-ojson'])).stderr)).toMatchObject({ error: { code: 'CLI_UNKNOWN_COMMAND', exitCode: 2 } });
  });

  it('that nobody threw on purpose are called a bug; --debug shows where', async () => {
    const { code, stderr } = await probe('fail', 'bug');
    expect(code).toBe(1);
    expect(stderr).toContain('Internal error: x is not a function');
    expect(stderr).not.toContain('fail.ts');
    expect((await probe('fail', 'bug', '--debug')).stderr).toContain('fail.ts');
    expect(await probe('fail', 'late')).toMatchObject({ code: 1, stderr: expect.stringContaining('Internal error: nobody waited for this') });
  });
});

describe('help', () => {
  it('lists all commands, and those below a word', async () => {
    for (const argv of [[], ['--help'], ['help'], ['-h']]) {
      const { code, stdout, stderr } = await sherpack(argv, { folder });
      expect(stdout).toMatch(/^ {2}probe +ask, echo, fail, flood, wait$/m);
      expect(stdout).toMatch(/^ {2}install +\w/m);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
    expect((await sherpack(['probe'], { folder })).stdout).toMatch(/^ {2}probe echo +Print what arrives$/m);
  });

  it('explains a command in three ways, with the flags of other plugins under a heading of their own', async () => {
    const texts = await Promise.all([['help', 'probe', 'echo'], ['probe', 'echo', '--help'], ['probe', 'echo', 'x', '-h']].map((argv) => sherpack(argv, { folder })));
    expect(new Set(texts.map(({ stdout }) => stdout)).size).toBe(1);
    expect(texts[0]?.stdout).toContain('Usage: sherpack probe echo FIRST [OTHERS...] [FLAGS]');
    expect(texts[0]?.stdout).toMatch(/Flags of the plugin "extra"\n {6}--waves/);
    expect(texts[0]?.stdout).not.toContain('--verify');
  });

  it('survives a broken configuration', async () => {
    const broken = newFolder({ 'sherpack.config.yaml': 'plugins: [missing-one]\n' });
    const { code, stdout, stderr } = await sherpack(['--help'], { folder: broken });
    expect(code).toBe(0);
    expect(stdout).toContain('install');
    expect(stderr).toContain('The plugin "missing-one" is not installed.');
  });
});

describe('the shell itself', () => {
  it('tells its version', async () => {
    const { stdout } = await sherpack(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await sherpack(['version', '--short'])).stdout).toBe(stdout);
    expect(JSON.parse((await sherpack(['version', '-o', 'json'])).stdout)).toMatchObject({ version: stdout.trim(), node: process.version });
  });

  it('lists plugins with what they contribute, without loading them', async () => {
    const { stdout } = await sherpack(['plugins', '-o', 'json'], { folder });
    const rows = JSON.parse(stdout) as readonly { name: string }[];
    expect(rows.find(({ name }) => name === 'probe')).toMatchObject({ version: '2.1.0', origin: 'config', hooks: ['render'], operations: ['probe'] });
    expect((await sherpack(['plugins', '--order'], { folder })).stdout).toMatch(/^# +NAME +REQUIRES +AFTER$/m);
  });

  it('prints the variables that it reads, ready for a shell', async () => {
    const env = { HELM_NAMESPACE: 'it\'s' };
    expect((await sherpack(['env'], { env })).stdout).toContain('SHERPACK_NAMESPACE=\'it\'\\\'\'s\'\n');
    expect((await sherpack(['env', 'SHERPACK_NAMESPACE'], { env })).stdout).toBe('it\'s\n');
  });
});
