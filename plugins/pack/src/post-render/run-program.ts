import { spawn } from 'node:child_process';
import type { PostRenderContext } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

/** More than any rendering gives. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** What people need to see of a program's complaints. */
const SHOWN_LINES = 20;

/**
 * Runs a program that reads manifests from standard input and writes what it made of them to standard output, as
 * Helm's post-renderers do. It is stopped with the operation.
 *
 * @throws PACK_POST_RENDERER_MISSING, PACK_POST_RENDERER_FAILED
 */
export function runProgram(program: string, input: string, { args, folder, signal, log }: PostRenderContext): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: 'pipe', signal, killSignal: 'SIGKILL' });
    const output = collect(child.stdout, () => child.kill('SIGKILL'));
    const complaints = collect(child.stderr, () => child.kill('SIGKILL'));
    // It need not read all, or anything at all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => reject(failureOf(error, program, signal)));
    child.on('close', (code, killed) => {
      const said = lastLines(complaints.text());
      if (output.isFull() || complaints.isFull()) reject(errors.POST_RENDERER_FAILED(program, `wrote more than ${MAX_OUTPUT} bytes`, said));
      else if (code !== 0) reject(signal.aborted ? signal.reason as Error : errors.POST_RENDERER_FAILED(program, code === null ? `was ended by ${killed}` : `ended with ${code}`, said));
      else {
        if (said !== '') log.debug(`${program}: ${said}`);
        resolve(output.text());
      }
    });
  });
}

function failureOf(error: Error, program: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return errors.POST_RENDERER_FAILED(program, `cannot be started (${(error as { code?: string }).code ?? error.message})`, '');
}

interface Collected {
  text(): string;
  isFull(): boolean;
}

function collect(stream: NodeJS.ReadableStream, stop: () => void): Collected {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) stop();
    else chunks.push(chunk);
  });
  return { text: () => Buffer.concat(chunks).toString(), isFull: () => size > MAX_OUTPUT };
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}
