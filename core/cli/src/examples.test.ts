import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createOptionSet } from './arguments/option-set.ts';
import { findCommand } from './find-command.ts';
import { globalPart, loadCommand, readInvocation } from './invocation.ts';
import { defaultSetup } from './setup.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { commands } = defaultSetup();
const globals = createOptionSet('', [globalPart]);
const shown = commands.entries.filter(({ hidden }) => !hidden);

/** The words of a command line as a shell cuts it: quotes, no variables; a comment ends it. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:^|\s)(#.*|(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])+)/g)].map(([, word = '']) => word);
  const end = words.findIndex((word) => /^(#.*|[|>&<;]+|2>.*)$/.test(word));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replace(/"((?:\\.|[^"])*)"|'([^']*)'|\\(.)/g, (_, double?: string, single?: string, plain?: string) => double ?? single ?? plain ?? ''));
}

/** The calls of Sherpack in a line of a shell: behind pipes and assignments too. */
function callsIn(line: string): readonly (readonly string[])[] {
  return line.split(/\s(?:\||&&|;)\s|\$\(|<\(/).map((part) => wordsOf(part.trim().replace(/^(?:\$ |\w+=\S* |npx )+/, '').replace(/\)$/, '')))
    .filter(([program]) => program === 'sherpack').map((words) => words.slice(1));
}

/** The name of the command that the words call, with arguments and flags that it understands. */
async function understood(words: readonly string[]): Promise<string> {
  const found = findCommand(words, commands, globals);
  if (found.kind === 'group') return found.name;
  if (found.kind !== 'command') return `no command: ${words.join(' ')}`;
  await readInvocation(await loadCommand(found.entry), found.rest);
  return found.entry.name;
}

describe('every command', () => {
  it.each(shown.map((entry) => [entry.name, entry] as const))('%s has a description and examples, which it understands', async (name, entry) => {
    const { description = '', examples = [] } = await entry.load();
    expect({ name, description: /^\S.*[.)]$/s.test(description), examples: examples.length > 0 }).toEqual({ name, description: true, examples: true });
    for (const { command, does } of examples) {
      const calls = callsIn(command);
      expect({ command, does: does !== '', calls: calls.length > 0 }).toEqual({ command, does: true, calls: true });
      const called = await Promise.all(calls.map(understood));
      expect({ command, called }).toEqual({ command, called: expect.arrayContaining([name]) });
    }
  });
});

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n').filter((path) => path !== '');
const lines = pages.flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(/```(?:sh|console|bash)\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n')).map((line) => [path, line.trim()] as const));
/** What a page says of plugins that are not among the default ones. */
const FOREIGN = /^(help|team|my-|NAME)/;
const documented = lines.flatMap(([path, line]) => callsIn(line).map((words) => [path, words] as const)).filter(([, words]) => words.length > 0 && !words[0]?.startsWith('-') && !FOREIGN.test(words[0] ?? ''));

describe('every page', () => {
  it('has examples', () => expect(documented.length).toBeGreaterThan(15));

  it.each(documented.map(([path, words]) => [path, words.join(' '), words] as const))('%s: sherpack %s', async (_path, _line, words) => {
    expect(await understood(words)).not.toContain('no command');
  });
});
