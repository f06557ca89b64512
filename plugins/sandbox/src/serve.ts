import { randomBytes } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { errors } from './errors.ts';
import { openServer } from './open-server.ts';
import { kubeconfigFile, serverFile } from './running-server.ts';
import type { RunningServer } from './running-server.ts';
import type { Sandbox, Sandboxes } from './sandboxes.ts';

export interface ServeOptions {
  /** A free one unless given. */
  readonly port?: number | undefined;
  readonly config: Sandboxes['config'];
}

/** A sandbox that this process serves. */
export interface Served extends RunningServer {
  close(): Promise<void>;
}

/** Serves a sandbox on 127.0.0.1 and writes down for other processes how to reach it. */
export async function serve(sandbox: Sandbox, { port, config }: ServeOptions): Promise<Served> {
  const server = await openServer(sandbox, config);
  const token = randomBytes(24).toString('hex');
  try {
    const { kubeconfigFor, listen } = await import('./http/listen.ts');
    const listening = await listen(server, { token, ...(port === undefined ? {} : { port }) });
    const running = { pid: process.pid, port: listening.port, token };
    await writePrivate(kubeconfigFile(sandbox), kubeconfigFor(listening.url, token, `sandbox-${sandbox.name}`));
    await writePrivate(serverFile(sandbox), `${JSON.stringify(running)}\n`);
    return { ...running, close: () => end(sandbox, [() => listening.close(), () => server.close()]) };
  } catch (error) {
    await server.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? errors.PORT_TAKEN(port ?? 0) : error;
  }
}

/** Nobody must be sent to a server that is about to go, so its address goes first. */
async function end(sandbox: Sandbox, steps: readonly (() => Promise<void>)[]): Promise<void> {
  await rm(serverFile(sandbox), { force: true });
  for (const step of steps) await step();
}

/** Holds the token, so only the user may read it; whole or not at all, for others read it at any time. */
async function writePrivate(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}
