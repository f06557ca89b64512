import type { ExitCode } from '@sherpack/plugin-api';
import { createOptionSet } from './arguments/option-set.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import { readEarlyFlags } from './early-flags.ts';
import { findCommand } from './find-command.ts';
import { asksForHelp, globalPart, loadCommand, readInvocation } from './invocation.ts';
import { Running } from './running.ts';
import type { Setup } from './setup.ts';
import { prepareSetup } from './setup.ts';
import { unknownCommand } from './unknown-command.ts';
import type { World } from './world.ts';

/** Runs command lines. Knows no command: they come from manifests. May not end the process; its caller does. */
export interface Shell {
  readonly running: Running;
  /** @returns the exit code if the command decided one */
  run(): Promise<ExitCode | void>;
}

export function createShell(argv: readonly string[], world: World, signal: AbortSignal): Shell {
  const running = new Running(readEarlyFlags(argv, world.env));
  return { running, run: () => run(argv, world, signal, running) };
}

async function run(argv: readonly string[], world: World, signal: AbortSignal, running: Running): Promise<ExitCode | void> {
  if (argv[0] === '__complete') return (await import('./completion/complete.ts')).complete(argv.slice(1), world);
  const globals = createOptionSet('', [globalPart]);
  const wantsHelp = argv[0] === 'help' || asksForHelp(argv) || argv.length === 0;
  if (wantsHelp) return (await import('./help/show-help.ts')).showHelp(argv[0] === 'help' ? argv.slice(1) : argv, world);
  const setup = await prepareSetup(world, readEarlyFlags(argv, world.env).config);
  warnOfIgnored(setup, world);
  const found = findCommand(argv, setup.commands, globals);
  if (found.kind === 'none') await parseArguments('', found.rest, globals);
  if (found.kind === 'group' || found.kind === 'none') return (await import('./help/show-help.ts')).showHelp(argv, world);
  if (found.kind === 'unknown') throw await unknownCommand(found.words, setup);
  const invocation = await readInvocation(await loadCommand(found.entry), found.rest);
  const { runCommand } = await import('./run-command.ts');
  return runCommand(invocation, setup, world, signal, running);
}

function warnOfIgnored({ files }: Setup, { stderr }: World): void {
  for (const folder of files.ignored) {
    stderr.write(`warning: the configuration in ${folder} is not read, for it lies in a pack; name it with --config if you trust it\n`);
  }
}
