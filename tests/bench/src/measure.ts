import { spawnSync } from 'node:child_process';

/** What a command costs. */
export interface Cost {
  /** CPU seconds, user and system, of the command and its children. */
  readonly cpu: number;
  /** Wall-clock seconds. */
  readonly wall: number;
}

export interface MeasureOptions {
  readonly runs: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** The median of several runs, measured by bash's `time`: it alone reports a child's CPU without a helper program. */
export function measure(command: string, args: readonly string[], options: MeasureOptions): Cost {
  const samples = Array.from({ length: options.runs }, () => runOnce(command, args, options));
  return { cpu: median(samples.map(({ cpu }) => cpu)), wall: median(samples.map(({ wall }) => wall)) };
}

const TIMED = 'TIMEFORMAT="cost %R %U %S"; time "$@" >/dev/null';

function runOnce(command: string, args: readonly string[], { env = process.env, cwd }: MeasureOptions): Cost {
  const child = spawnSync('bash', ['-c', TIMED, 'bench', command, ...args], { encoding: 'utf8', env, cwd });
  if (child.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${child.status}: ${child.stderr}`);
  const [wall = 0, user = 0, system = 0] = (/cost (.*)$/m.exec(child.stderr)?.[1] ?? '').split(' ').map(Number);
  return { cpu: user + system, wall };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
