import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface Outcome {
  /** 128 and the signal's number for a program that a signal ended, as a shell has it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly kubeconfig?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Kills the program with SIGKILL; its outcome is returned all the same. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end. Without blocking: a log server or proxy in this process must go on answering.
 * The user's own kubeconfig never reaches it.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const env = { ...process.env, KUBECONFIG: options.kubeconfig ?? '/dev/null', ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, ...(options.cwd && { cwd: options.cwd }), ...(options.signal && { signal: options.signal }), killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (stderr += chunk));
    child.on('error', (error) => {
      if (error.name !== 'AbortError') reject(error);
    });
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), stdout, stderr }));
    child.stdin.on('error', () => {}); // A program that ends without reading its input is no failure.
    child.stdin.end(options.input ?? '');
  });
}
