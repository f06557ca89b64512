import type { Kernel } from '@sherpack/kernel/kernel';
import type { Command, CommandContext, ExitCode, GlobalOptions, Log, Terminal } from '@sherpack/plugin-api';
import type { EffectiveConfig } from './config/effective-config.ts';
import { layConfig } from './config/load-config.ts';
import { globalOptions } from './global-values.ts';
import type { Invocation } from './invocation.ts';
import { print } from './print.ts';
import type { Running } from './running.ts';
import type { Setup } from './setup.ts';
import type { ShellCommand } from './shell-command.ts';
import { startKernel } from './start-kernel.ts';
import { createLog } from './terminal/log.ts';
import type { ColorChoice } from './terminal/style.ts';
import { createStyler, wantsColors } from './terminal/style.ts';
import { createConsole } from './terminal/terminal.ts';
import type { World } from './world.ts';

interface Stage {
  readonly world: World;
  readonly setup: Setup;
  readonly invocation: Invocation;
  readonly config: EffectiveConfig;
  readonly global: GlobalOptions;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly running: Running;
}

/** Runs an understood command line. What it returns is the exit code if the command decided one. */
export async function runCommand(invocation: Invocation, setup: Setup, world: World, signal: AbortSignal, running: Running): Promise<ExitCode | void> {
  const stage = createStage(invocation, setup, world, signal, running);
  const { command } = invocation;
  return 'runInShell' in command ? runOwn(command, stage) : runOfPlugin(command, stage);
}

function createStage(invocation: Invocation, setup: Setup, world: World, signal: AbortSignal, running: Running): Stage {
  const config = layConfig(world, invocation.global, setup.files);
  const global = globalOptions(config, invocation.global, world.env);
  const color = invocation.global['noColor'] === true ? 'never' : ((invocation.global['color'] ?? 'auto') as ColorChoice);
  const { terminal, screen } = createConsole({ world, color, quiet: global.quiet, signal });
  const style = createStyler(wantsColors(world.stderr, world.env, color));
  const log = createLog({ screen, style, quiet: global.quiet, debug: global.debug });
  running.screen = screen;
  running.reporting = { json: global.output === 'json', debug: global.debug, color };
  return { world, setup, invocation, config, global, terminal, log, signal, running };
}

async function runOwn(command: ShellCommand, stage: Stage): Promise<ExitCode | void> {
  const { world, setup, invocation, config, global, terminal } = stage;
  return command.runInShell({
    world, config, global, terminal,
    commands: setup.commands,
    options: invocation.flags,
    args: invocation.args,
    print: (data, table) => print(data, table, global, terminal),
    kernel: () => kernelOf(stage),
  });
}

async function runOfPlugin(command: Command, stage: Stage): Promise<ExitCode | void> {
  const { world, invocation, global, terminal, log, signal, running } = stage;
  const kernel = await kernelOf(stage);
  const access = kernel.access(command.cluster ?? 'none');
  const context: CommandContext = {
    cluster: (mode) => access.cluster(mode),
    options: invocation.flags as never,
    flags: invocation.flags,
    args: invocation.args,
    rest: invocation.rest,
    global,
    operations: running.watch(kernel.operations, signal),
    services: kernel.services(command.uses ?? {}),
    terminal,
    log,
    signal,
    folder: world.folder,
    print: (data, table) => print(data, table, global, terminal),
  };
  const code = await command.run(context as CommandContext<never, never>);
  for (const line of running.trace) log.debug(line);
  return code;
}

async function kernelOf({ setup, config, invocation, world, terminal, log, running }: Stage): Promise<Kernel> {
  running.kernel ??= await startKernel({ setup, config, global: invocation.global, clusterFlags: invocation.clusterFlags, world, terminal, log });
  return running.kernel;
}
