import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Cost } from './measure.ts';

/** What a command costs, its memory included. */
export interface WatchedCost extends Cost {
  /** The most memory that it had at a time, in MiB; of Linux only, NaN elsewhere. */
  readonly memory: number;
}

const TIMED = 'TIMEFORMAT="cost %R %U %S"; time "$@" >/dev/null';
/** Between two looks at the high-water mark, which never falls. Milliseconds. */
const PERIOD = 20;

/** Runs a command once; CPU and wall time as bash's `time` reports them. */
export function watchProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<WatchedCost> {
  const child = spawn('bash', ['-c', TIMED, 'bench', command, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let memory = Number.NaN;
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => { words += chunk.toString(); });
  const looking = setInterval(() => { memory = Math.max(Number.isNaN(memory) ? 0 : memory, highWater(child.pid ?? 0)); }, PERIOD);
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      clearInterval(looking);
      if (code !== 0) return reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${words}`));
      const [wall = 0, user = 0, system = 0] = (/cost (.*)$/m.exec(words)?.[1] ?? '').split(' ').map(Number);
      return resolve({ cpu: user + system, wall, memory });
    });
  });
}

/** Of the shell's only child, in MiB. */
function highWater(shell: number): number {
  try {
    const pid = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim();
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
