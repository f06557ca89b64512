import type { Terminal } from '@sherpack/plugin-api';
import type { World } from '../world.ts';
import { confirm } from './confirm.ts';
import type { StatusScreen } from './progress.ts';
import { createStatusScreen } from './progress.ts';
import { createInputReader } from './standard-input.ts';
import type { ColorChoice } from './style.ts';
import { createStyler, wantsColors } from './style.ts';
import { renderTable } from './table.ts';

const PIPE_COLUMNS = 80;

export interface TerminalOptions {
  readonly world: World;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

/** The terminal service and the screen on standard error that it shares with the log. */
export interface Console {
  readonly terminal: Terminal;
  readonly screen: StatusScreen;
}

export function createConsole({ world, color, quiet, signal }: TerminalOptions): Console {
  const { stdout, stderr, env } = world;
  const colors = wantsColors(stdout, env, color);
  const style = createStyler(colors);
  const live = stderr.isTTY === true && env['TERM'] !== 'dumb';
  const screen = createStatusScreen({ stream: stderr, live, quiet, style: createStyler(wantsColors(stderr, env, color)) });
  const limit = stdout.isTTY === true ? (stdout.columns ?? PIPE_COLUMNS) : undefined;
  const terminal: Terminal = {
    // Looking at standard input sets it up, which takes milliseconds.
    get interactive() { return stderr.isTTY === true && world.stdin.isTTY === true; },
    colors,
    columns: limit ?? (Number(env['COLUMNS']) || PIPE_COLUMNS),
    write: (text) => screen.print(text, stdout),
    style,
    table: (rows, columns) => screen.print(renderTable(rows, columns, style, limit), stdout),
    progress: (lines, changed) => screen.progress(lines, changed),
    endProgress: () => screen.endProgress(),
    confirm: (question) => confirm(question, world, signal),
    readInput: createInputReader(world),
  };
  return { terminal, screen };
}
