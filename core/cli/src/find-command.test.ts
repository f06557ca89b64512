import { describe, expect, it } from 'vitest';
import { createOptionSet } from './arguments/option-set.ts';
import { createCommandTable } from './command-table.ts';
import { findCommand } from './find-command.ts';
import { globalPart } from './invocation.ts';

const names = ['install', 'diff', 'config', 'config path', 'sandbox start', 'sandbox stop'];
const own = names.map((name) => ({ name, aliases: [], hidden: false, summary: '', load: async () => ({ run: async () => {} }) }));
const table = createCommandTable([], own);
const globals = createOptionSet('', [globalPart]);

function find(line: string) {
  const found = findCommand(line.split(' '), table, globals);
  return found.kind === 'command' ? { kind: found.kind, name: found.entry.name, rest: found.rest.join(' ') } : found;
}

describe('finding the command', () => {
  it.each([
    ['install web ./pack', 'install', 'web ./pack'],
    ['-n shop install web', 'install', '-n shop web'],
    ['--namespace=shop --debug install web', 'install', '--namespace=shop --debug web'],
    ['-nshop install web', 'install', '-nshop web'],
    ['--kube-context install install web', 'install', '--kube-context install web'],
    ['sandbox --debug start --port 1', 'sandbox start', '--debug --port 1'],
    ['config path', 'config path', ''],
    ['config -o json', 'config', '-o json'],
    ['config --output json path', 'config path', '--output json'],
    ['--dry-run install web', 'install', '--dry-run web'],
    ['diff -f install staging', 'diff', '-f install staging'],
  ])('reads %s', (line, name, rest) => {
    expect(find(line)).toEqual({ kind: 'command', name, rest });
  });

  it('knows the word that stands for a group of commands', () => {
    expect(find('sandbox -o json')).toMatchObject({ kind: 'group', name: 'sandbox' });
  });

  it('reports the words that name nothing', () => {
    expect(find('instal web')).toMatchObject({ kind: 'unknown', words: 'instal' });
    expect(find('sandbox strat')).toMatchObject({ kind: 'unknown', words: 'sandbox strat' });
  });

  it('finds nothing where only global flags stand', () => {
    expect(find('-n install --debug')).toMatchObject({ kind: 'none' });
  });
});
