import { spawnSync } from 'node:child_process';

/** Where the wall time of a `template` goes, in seconds. */
export interface Split {
  /** Node, and everything before the pack is read. */
  readonly start: number;
  /** The stages `load` and `resolve`: files, values, dependencies. */
  readonly load: number;
  /** `render` and `validate`. */
  readonly render: number;
  /** Everything behind, writing included. */
  readonly print: number;
}

/** @param command of which `--debug` tells what each stage took */
export function splitOf(command: string, args: readonly string[]): Split {
  const began = performance.now();
  const { stderr, status } = spawnSync(command, [...args, '--debug'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const total = performance.now() - began;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  const moments = new Map([...stderr.matchAll(/^debug: template: (\S+) at (\d+) ms$/gm)].map(([, stage = '', at]) => [stage, Number(at)]));
  const at = (stage: string): number => {
    const moment = moments.get(stage);
    if (moment === undefined) throw new Error(`--debug does not tell when "${stage}" began`);
    return moment;
  };
  return seconds({ start: at('load'), load: at('render') - at('load'), render: at('end') - at('render'), print: total - at('end') });
}

function seconds({ start, load, render, print }: Split): Split {
  return { start: start / 1000, load: load / 1000, render: render / 1000, print: print / 1000 };
}
