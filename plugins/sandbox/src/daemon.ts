import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { findRunning } from './running-server.ts';
import type { RunningServer } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';

/** Milliseconds between two looks, and until the start or the stop has failed. */
const PAUSE = 50;
const PATIENCE = 30_000;

/**
 * Starts a process that outlives this one and waits until it serves the sandbox. When another command starts the same
 * sandbox at the same time, its server will do.
 *
 * @param command program and arguments that serve it in the foreground
 * @throws SANDBOX_START_FAILED with what the process said last
 */
export async function startDaemon(sandbox: Sandbox, command: readonly string[], clock: Clock, signal?: AbortSignal): Promise<RunningServer> {
  const isNew = (await mkdir(sandbox.folder, { recursive: true, mode: 0o700 })) !== undefined;
  const logFile = join(sandbox.folder, 'server.log');
  const child = await detach(command, logFile);
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    const running = await findRunning(sandbox);
    if (running !== undefined) return running;
    if (child.ended() && !(await readFile(logFile, 'utf8')).includes('SANDBOX_LOCKED')) break; // The one who has the lock may be about to serve.
    await clock.sleep(PAUSE, signal);
  }
  const words = await lastWords(logFile);
  if (isNew) await rm(sandbox.folder, { recursive: true, force: true });
  throw errors.START_FAILED(sandbox.name, ...reasonIn(words));
}

/** Message and hint of an error that the command line printed; else the words as they are. */
function reasonIn(words: string): [why: string, hint?: string] {
  const [, message, hint] = /^Error [A-Z_]+: ([\s\S]*?)(?:\n\s*Hint: ([\s\S]*))?$/.exec(words) ?? [];
  if (message === undefined) return [words];
  return hint === undefined ? [message.trim()] : [message.trim(), hint.trim()];
}

async function detach(command: readonly string[], logFile: string): Promise<{ ended: () => boolean }> {
  const [program = '', ...args] = command;
  const log = await open(logFile, 'w', 0o600);
  try {
    const child: ChildProcess = spawn(program, args, { detached: true, stdio: ['ignore', log.fd, log.fd] });
    let failed = false;
    child.on('error', () => void (failed = true));
    child.unref();
    return { ended: () => failed || child.exitCode !== null || child.signalCode !== null };
  } finally {
    await log.close();
  }
}

async function lastWords(logFile: string): Promise<string> {
  const text = (await readFile(logFile, 'utf8')).trim();
  return text === '' ? 'it ended without a word' : text.split('\n').slice(-5).join('\n');
}

/** Asks the process to end and waits until it has; after a while it is ended. What it answered is on disk either way. */
export async function stopDaemon(sandbox: Sandbox, { pid }: RunningServer, clock: Clock, signal?: AbortSignal): Promise<void> {
  for (const kill of ['SIGTERM', 'SIGKILL'] as const) {
    if (!send(pid, kill)) return;
    for (let waited = 0; waited < PATIENCE / 3; waited += PAUSE) {
      await clock.sleep(PAUSE, signal);
      if (!send(pid, 0)) return;
    }
  }
  throw errors.STOP_FAILED(sandbox.name, pid);
}

function send(pid: number, kill: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    process.kill(pid, kill);
    return true;
  } catch {
    return false;
  }
}
