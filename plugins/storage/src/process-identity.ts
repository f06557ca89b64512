import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Who holds something: `host/place/pid.start/random`. `place` is the same for two processes only if they run since the
 * same boot and see the same process ids, so that "this pid is gone" means something.
 */
export function newIdentity(): string {
  return `${hostname()}/${place()}/${process.pid}.${startOf(process.pid) ?? ''}/${randomBytes(6).toString('hex')}`;
}

/** For people: `process 4711 on host ci-3`. */
export function describeIdentity(identity: string): string {
  const [host, , process] = identity.split('/');
  return `process ${process?.split('.')[0] ?? '?'} on host ${host ?? '?'}`;
}

/** True only if the process certainly exists no more. False when it lives, or when that cannot be known from here. */
export function isGone(identity: string): boolean {
  return fateOf(identity) === 'gone';
}

/** True only if the process certainly exists. */
export function isAlive(identity: string): boolean {
  return fateOf(identity) === 'alive';
}

function fateOf(identity: string): 'alive' | 'gone' | 'unknown' {
  const [host, where, running] = identity.split('/');
  const [pid, start] = (running ?? '').split('.');
  const number = Number(pid);
  if (host !== hostname() || where !== place() || !Number.isSafeInteger(number) || number <= 0) return 'unknown';
  if (!exists(number)) return 'gone';
  const now = startOf(number);
  if (start === undefined || start === '' || now === undefined) return 'unknown';
  return now === start ? 'alive' : 'gone';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Start of a process in clock ticks since boot (Linux, proc(5)): tells a process from a later one with its number. */
function startOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may hold spaces; field 22 is counted after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function place(): string {
  const boot = readText('/proc/sys/kernel/random/boot_id') ?? '';
  return createHash('sha256').update(`${boot}\n${pidNamespace()}`).digest('hex').slice(0, 12);
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
