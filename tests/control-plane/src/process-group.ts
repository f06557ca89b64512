import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGuard } from './guard.ts';

const graceMs = 5000;

export interface Member {
  readonly name: string;
  readonly process: ChildProcess;
}

/** The servers of one control plane. They end with this process, in whatever way it ends. */
export interface ProcessGroup {
  /** Starts a program; what it writes goes to `<name>.log` in the folder. */
  start(name: string, command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Member;
  /** Throws with the end of its log where a member has ended. */
  check(): void;
  /** Stops the members, the last one started first: so the API server goes before its etcd. */
  stop(): Promise<void>;
}

/** `remains` is removed when this process dies without stop(). */
export function processGroup(folder: string, remains: string): ProcessGroup {
  const members: Member[] = [];
  const pidFile = join(folder, 'pids');
  let stopping = false;
  startGuard(pidFile, remains);
  process.on('exit', killAll);

  function start(name: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Member {
    const log = openSync(join(folder, `${name}.log`), 'a');
    // The input is a pipe that is never written: the fake kubelet ends when it closes. The Go servers do not read it.
    const child = spawn(command, args, { cwd: folder, stdio: ['pipe', log, log], env: { ...process.env, ...env } });
    closeSync(log);
    child.on('error', () => {}); // `check` tells it: a child that could not start has no pid.
    child.stdin?.on('error', () => {});
    child.unref();
    (child.stdin as unknown as { unref(): void } | null)?.unref();
    const member = { name, process: child };
    members.push(member);
    writeFileSync(pidFile, members.map((one) => `${one.process.pid}\n`).reverse().join(''));
    return member;
  }

  function check(): void {
    const gone = stopping ? undefined : members.find((member) => !isRunning(member.process));
    if (gone !== undefined) throw new Error(`${gone.name} ended with ${gone.process.exitCode ?? gone.process.signalCode ?? 'no start'}:\n${tail(join(folder, `${gone.name}.log`))}`);
  }

  async function stop(): Promise<void> {
    stopping = true;
    for (const member of [...members].reverse()) await end(member.process);
    rmSync(pidFile, { force: true });
    process.off('exit', killAll);
  }

  function killAll(): void {
    for (const member of [...members].reverse()) member.process.kill('SIGKILL');
  }

  return { start, check, stop };
}

/** Asks politely, then does not: the API server may wait for long watches, and nothing it holds is of worth. */
function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.ref();
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function tail(path: string): string {
  return readFileSync(path, 'utf8').split('\n').slice(-15).join('\n');
}
