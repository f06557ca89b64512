import { createOptionSet } from '../arguments/option-set.ts';
import { readEarlyFlags } from '../early-flags.ts';
import { findCommand } from '../find-command.ts';
import { globalPart, loadCommand } from '../invocation.ts';
import { asSherpackError, renderError } from '../report-error.ts';
import type { Setup } from '../setup.ts';
import { defaultSetup, prepareSetup } from '../setup.ts';
import { createStyler, wantsColors } from '../terminal/style.ts';
import { unknownCommand } from '../unknown-command.ts';
import type { World } from '../world.ts';

const WIDEST = 110;

/**
 * Prints the help of what the words name, or of all. A broken configuration does not take the help away.
 *
 * @throws CLI_UNKNOWN_COMMAND, CLI_UNKNOWN_OPTION
 */
export async function showHelp(argv: readonly string[], world: World): Promise<void> {
  const { stdout, env } = world;
  const early = readEarlyFlags(argv, env);
  const style = createStyler(wantsColors(stdout, env, early.color));
  const width = Math.min(WIDEST, stdout.columns ?? 80);
  const globals = createOptionSet('', [globalPart]);
  const setup = await setupForHelp(world, early.config);
  const { commands } = setup;
  const found = findCommand(argv, commands, globals);
  if (found.kind === 'unknown') throw await unknownCommand(found.words, setup);
  if (found.kind === 'command') {
    const { entry, command, options } = await loadCommand(found.entry);
    const { commandHelp } = await import('./command-help.ts');
    stdout.write(commandHelp(entry, command, options.list, width, style));
    return;
  }
  const { groupHelp, rootHelp } = await import('./root-help.ts');
  stdout.write(found.kind === 'group' ? groupHelp(found.name, commands, width, style) : rootHelp(commands, globals.list, width, style));
}

async function setupForHelp(world: World, configFile: string | undefined): Promise<Setup> {
  try {
    return await prepareSetup(world, configFile);
  } catch (error) {
    const style = createStyler(false);
    world.stderr.write(`warning: plugins of the configuration are missing below:\n${renderError(asSherpackError(error), { style, debug: false })}`);
    return defaultSetup();
  }
}
