import type { Log } from '@sherpack/plugin-api';
import type { StatusScreen } from './progress.ts';
import type { Styler } from './style.ts';

export interface LogOptions {
  readonly screen: StatusScreen;
  readonly style: Styler;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** Messages for people on standard error; warnings are never silenced. */
export function createLog({ screen, style, quiet, debug }: LogOptions): Log {
  return {
    debug(message) {
      if (debug) screen.print(`${style(`debug: ${message}`, 'dim')}\n`);
    },
    info(message) {
      if (!quiet) screen.print(`${message}\n`);
    },
    warn(message) {
      screen.print(`${style('warning:', 'yellow')} ${message}\n`);
    },
  };
}
