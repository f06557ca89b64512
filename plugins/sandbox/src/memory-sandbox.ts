import { createClusterClient } from '@sherpack/cluster-client/client';
import { clusterVariants, definePlugin, type ClusterSelection, type Plugin, type WriteCluster } from '@sherpack/plugin-api';
import { virtualClock, type VirtualClock } from './clock.ts';
import { createApiServer } from './server/api-server.ts';
import { inProcessTransport } from './transport.ts';

export interface MemorySandboxOptions {
  /** Whether Deployments make pods and so on. Default: true. */
  readonly controllers?: boolean;
  /** The version that it says it has. */
  readonly kubeVersion?: string;
  /** A virtual clock unless given. */
  readonly clock?: VirtualClock;
}

/**
 * A sandbox in memory, for tests: nothing is written, nothing listens, and time stands still until it is moved. The same
 * requests always get the same answers, ids and times included.
 */
export interface MemorySandbox {
  /** Provides the cluster variant `sandbox`. Hand it to the test host together with the plugins under test. */
  readonly plugin: Plugin;
  /** Goes to the test host too, so that waits of operations end when time is moved. */
  readonly clock: VirtualClock;
  connect(selection?: ClusterSelection): Promise<WriteCluster>;
  /** Moves time on and lets the controllers do all that falls due: a CronJob's runs, deadlines, pods that become ready. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @example const sandbox = await memorySandbox(); await sandbox.pass(24 * 3_600_000); // a day
 */
export async function memorySandbox(options: MemorySandboxOptions = {}): Promise<MemorySandbox> {
  const clock = options.clock ?? virtualClock();
  const { controllers, kubeVersion } = options;
  const server = await createApiServer({ clock, ...(controllers === undefined ? {} : { controllers }), ...(kubeVersion === undefined ? {} : { kubeVersion: kubeVersion.replace(/^v?/, 'v') }) });

  async function connect(selection: ClusterSelection = {}): Promise<WriteCluster> {
    return createClusterClient({
      variant: 'sandbox', defaultStorage: 'secrets', observable: true, namespace: selection.namespace ?? 'default', server: 'memory',
      transport: inProcessTransport(server, selection.as).send, clock, userAgent: 'sherpack', fallbackUid: 'sandbox-memory', close: async () => undefined,
    });
  }

  const plugin = definePlugin({
    name: 'sandbox',
    apiVersion: '^1',
    setup: (sherpack) => sherpack.provide(clusterVariants, 'sandbox', async () => ({ default: { connect: ({ selection }) => connect(selection) } })),
  });
  return {
    plugin,
    clock,
    connect,
    async pass(ms) {
      await clock.advance(ms);
      await server.settle();
    },
    close: () => server.close(),
  };
}
