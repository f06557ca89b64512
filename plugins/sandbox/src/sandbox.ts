import { createClusterClient } from '@sherpack/cluster-client/client';
import type { ClusterConnectContext, ClusterVariant, WriteCluster } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { openServer } from './open-server.ts';
import { findRunning, serverAddress } from './running-server.ts';
import type { Sandbox, Sandboxes } from './sandboxes.ts';
import { inProcessTransport, loopbackTransport } from './transport.ts';
import type { SandboxTransport } from './transport.ts';
import packageJson from '../package.json' with { type: 'json' };

/** Milliseconds between two tries to get at a sandbox that another command has open, and in all. */
const PAUSE = 100;
const PATIENCE = 10_000;

interface Opened extends SandboxTransport {
  /** For people. */
  readonly server: string;
}

/** The embedded API server: in this process, or in the one that serves it. */
export function createSandbox(all: Sandboxes): ClusterVariant {
  return {
    async connect(context: ClusterConnectContext): Promise<WriteCluster> {
      const { selection, clock, log } = context;
      const sandbox = all.find(selection.overrides?.['sandbox']);
      const opened = await open(sandbox, all, context);
      log.info(`using the embedded sandbox "${sandbox.name}" (${opened.server}); it is no real cluster`);
      return createClusterClient({
        variant: 'sandbox',
        defaultStorage: 'secrets',
        observable: true,
        namespace: selection.namespace ?? 'default',
        server: opened.server,
        transport: opened.send,
        clock,
        userAgent: `sherpack/${packageJson.version}`,
        fallbackUid: `sandbox-${sandbox.name}`,
        close: () => opened.close(),
      });
    },
  };
}

/** Whoever has the folder open may begin to serve it, or be done with it, while it is waited for. */
async function open(sandbox: Sandbox, all: Sandboxes, { selection, clock }: ClusterConnectContext): Promise<Opened> {
  for (let waited = 0; ; waited += PAUSE) {
    const running = await findRunning(sandbox);
    if (running !== undefined) return { ...loopbackTransport(running, selection.as), server: serverAddress(running) };
    try {
      return { ...inProcessTransport(await openServer(sandbox, all.config), selection.as), server: sandbox.folder };
    } catch (error) {
      if (!isSherpackError(error) || error.code !== 'SANDBOX_LOCKED' || waited >= PATIENCE) throw error;
    }
    await clock.sleep(PAUSE);
  }
}
