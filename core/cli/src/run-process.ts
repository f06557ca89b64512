import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { Interruption } from './interruption.ts';
import { watchSignals } from './interruption.ts';
import { asSherpackError, errorToJson, renderError } from './report-error.ts';
import type { Shell } from './shell.ts';
import { createShell } from './shell.ts';
import { createStyler, wantsColors } from './terminal/style.ts';
import type { World } from './world.ts';
import { processWorld } from './world.ts';

/** Runs one command line to its exit code and ends the process. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  const world = processWorld();
  const interruption = watchSignals();
  const shell = createShell(argv, world, interruption.signal);
  survivePipes(world, shell, interruption);
  process.once('beforeExit', () => reportLostWork(shell, world));
  // What is thrown outside of any promise that somebody waits for; Node would print it raw.
  process.once('uncaughtException', (error) => process.exit(report(error, shell, world)));
  const code = await outcome(shell, world, interruption);
  await flush(world);
  process.exit(code);
}

async function outcome(shell: Shell, world: World, interruption: Interruption): Promise<number> {
  try {
    return (await shell.run()) ?? interruption.exitCode() ?? 0;
  } catch (error) {
    if (interruption.outputClosed()) return 0;
    const wasAborted = interruption.signal.aborted && !isSherpackError(error);
    const code = report(wasAborted ? interruption.signal.reason : error, shell, world);
    return interruption.exitCode() ?? code;
  } finally {
    await shell.running.end();
  }
}

/** Says on standard error what went wrong, in the form that was asked for. */
function report(thrown: unknown, { running }: Shell, { stderr, env }: World): number {
  running.screen?.endProgress();
  const error = asSherpackError(thrown);
  const { json, debug, color } = running.reporting;
  const style = createStyler(wantsColors(stderr, env, color));
  const options = { style, debug, trace: running.trace };
  stderr.write(json ? `${JSON.stringify({ error: errorToJson(error, options) })}\n` : renderError(error, options));
  return error.exitCode;
}

/** Nothing is left to do, yet the command has not ended: a promise was lost, which must not look like success. */
function reportLostWork(shell: Shell, world: World): void {
  process.exit(report(errors.UNFINISHED(shell.running.kernel?.unfinished() ?? []), shell, world));
}

/** A reader that went away (`| head`) is no error. What changes a cluster goes on to its end; anything else stops. */
function survivePipes({ stdout, stderr }: World, shell: Shell, interruption: Interruption): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!shell.running.isOperating) interruption.closeOutput();
    });
  }
}

function flush({ stdout, stderr }: World): Promise<unknown> {
  return Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
}
