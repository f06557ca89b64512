import { describe, expect, it } from 'vitest';
import { createOptionSet } from './option-set.ts';
import { parseArguments } from './parse-arguments.ts';

const description = 'x';
const options = createOptionSet('install', [
  {
    role: 'global', plugin: 'cli', table: {
      namespace: { type: 'string', alias: 'n', description },
      output: { type: 'string', alias: 'o', description },
      quiet: { type: 'boolean', alias: 'q', description },
    },
  },
  {
    role: 'command', plugin: 'release', table: {
      set: { type: 'string[]', description },
      values: { type: 'string[]', alias: 'f', description, placeholder: 'FILE' },
      wait: { type: 'boolean', description },
      noHooks: { type: 'boolean', description },
      dryRun: { type: 'string', whenBare: 'server', description },
      kubeVersion: { type: 'string', description },
    },
  },
]);

async function parse(...argv: string[]) {
  const { positionals, flags } = await parseArguments('install', argv, options);
  return { positionals, flags: Object.fromEntries(flags) };
}

describe('command line', () => {
  it('hands values on exactly as they were written', async () => {
    const { flags } = await parse('--set', 'x=007', '--set', 'a=b,c=d', '--set=q="1"', '--set', '\'s\'', '--set=', '--set', 'x.y=1e3', '--kube-version', '1.30');
    expect(flags).toEqual({ set: ['x=007', 'a=b,c=d', 'q="1"', '\'s\'', '', 'x.y=1e3'], kubeVersion: ['1.30'] });
  });

  it('takes one value per repeated flag and leaves what follows as argument', async () => {
    expect(await parse('-f', 'a.yaml', 'web', '-f', 'b.yaml', './pack')).toEqual({ positionals: ['web', './pack'], flags: { values: ['a.yaml', 'b.yaml'] } });
  });

  it('takes a value that begins with a dash, but not a flag that it knows', async () => {
    expect((await parse('--set', '--team', '-f', '-odd.yaml', '--set', '-1', '--kube-version', '--x=y')).flags).toEqual({ set: ['--team', '-1'], values: ['-odd.yaml'], kubeVersion: ['--x=y'] });
    await expect(parse('--set', '--wait')).rejects.toMatchObject({ code: 'CLI_OPTION_WITHOUT_VALUE' });
    await expect(parse('--set', '-n', 'shop')).rejects.toMatchObject({ code: 'CLI_OPTION_WITHOUT_VALUE' });
  });

  it('takes a dash for standard input', async () => {
    expect(await parse('web', '-f', '-', '--values', '-', '--values=-')).toEqual({ positionals: ['web'], flags: { values: ['-', '-', '-'] } });
  });

  it('keeps numbers and words of arguments as text', async () => {
    expect((await parse('007', 'true', '1e3')).positionals).toEqual(['007', 'true', '1e3']);
  });

  it.each([
    ['-ojson', { output: ['json'] }],
    ['-o=json', { output: ['json'] }],
    ['-nkube-system', { namespace: ['kube-system'] }],
    ['-n123', { namespace: ['123'] }],
    ['-qojson', { quiet: true, output: ['json'] }],
    ['--wait', { wait: true }],
    ['--wait=false', { wait: false }],
    ['--wait=1', { wait: true }],
    ['--no-wait', { wait: false }],
    ['--no-hooks', { noHooks: true }],
    ['--no-hooks=false', { noHooks: false }],
    ['--dry-run', { dryRun: ['server'] }],
    ['--dry-run=client', { dryRun: ['client'] }],
  ])('understands %s', async (text, expected) => {
    expect((await parse(text)).flags).toEqual(expected);
  });

  it('does not let a flag that may stand bare swallow an argument', async () => {
    expect(await parse('--dry-run', 'web', './pack')).toEqual({ positionals: ['web', './pack'], flags: { dryRun: ['server'] } });
  });

  it('takes everything behind two dashes as argument', async () => {
    expect(await parse('web', '--', '--set', '-ojson')).toEqual({ positionals: ['web', '--set', '-ojson'], flags: {} });
  });

  it('lets a value look like a flag behind an equals sign', async () => {
    expect((await parse('--set=-x', '--set=--wait')).flags).toEqual({ set: ['-x', '--wait'] });
  });

  it.each([
    [['--sett', 'a=b'], '"sherpack install" knows no flag --sett.', 'Did you mean "--set"?'],
    [['--valeus=x'], 'knows no flag --valeus.', 'Did you mean "--values"?'],
    [['-x'], 'knows no flag -x.', '"sherpack help install" lists its flags.'],
    [['--no-wiat'], 'knows no flag --no-wiat.', ''],
  ])('refuses %j with a hint', async (argv, message, hint) => {
    await expect(parse(...argv)).rejects.toMatchObject({ code: 'CLI_UNKNOWN_OPTION', exitCode: 2, message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
  });

  it.each([[['--set']], [['--set', '--wait']], [['-f']]])('refuses %j for want of a value', async (argv) => {
    await expect(parse(...argv)).rejects.toMatchObject({ code: 'CLI_OPTION_WITHOUT_VALUE', exitCode: 2 });
  });

  it('refuses a switch with a value that is neither true nor false', async () => {
    await expect(parse('--wait=maybe')).rejects.toMatchObject({ code: 'CLI_OPTION_VALUE_INVALID', message: 'The value of --wait must be true or false.' });
  });
});
