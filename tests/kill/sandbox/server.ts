import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connection, type Connection } from '@sherpack/control-plane/connection';

const CLI = fileURLToPath(new URL('../../../core/cli/bin/sherpack.js', import.meta.url));

/** A process that serves the sandbox of a home, to be killed. */
export interface SandboxProcess {
  readonly api: Connection;
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>;
}

export async function startSandbox(env: NodeJS.ProcessEnv, state: string): Promise<SandboxProcess> {
  const folder = join(state, 'sherpack/sandboxes/default');
  rmSync(join(folder, 'server.json'), { force: true });
  const child = spawn(process.execPath, [CLI, 'sandbox', 'start', '--foreground'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const words: string[] = [];
  child.stderr.on('data', (part: Buffer) => words.push(part.toString('utf8')));
  const { port, token } = JSON.parse(await whenWritten(join(folder, 'server.json'), child, words)) as { port: number; token: string };
  const api = connection({ server: `http://127.0.0.1:${port}`, token });
  return { api, kill: () => end(child, api) };
}

/** The file is put in place when the server listens. */
async function whenWritten(file: string, child: ChildProcess, words: readonly string[]): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the sandbox ended with ${child.exitCode}: ${words.join('')}`);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      await pause(10);
    }
  }
}

function end(child: ChildProcess, api: Connection): Promise<void> {
  api.close();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
