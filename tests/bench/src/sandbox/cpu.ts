import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds that processes have used whose command line names this text: a folder, or a program. Where there is no /proc, none. */
export function cpuOf(text: string): number {
  return pids().reduce((sum, pid) => sum + (commandOf(pid).includes(text) ? cpuOfProcess(pid) : 0), 0);
}

function pids(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function commandOf(pid: string): string {
  return readIfThere(`/proc/${pid}/cmdline`);
}

/** Ticks of a hundredth of a second, as Linux shows them on every machine. */
function cpuOfProcess(pid: string): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** A process may end while it is looked at. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
