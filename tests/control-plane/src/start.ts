import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditPolicy } from './audit-policy.ts';
import type { Binaries, ServerName } from './binaries.ts';
import { buildControlPlane } from './build.ts';
import { connect, type Connection } from './connection.ts';
import type { ControlPlane } from './control-plane.ts';
import { startKubelet } from './fake-kubelet/start.ts';
import { findControlPlane } from './find.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, schedulerFlags, type Layout } from './flags.ts';
import { createPki } from './pki.ts';
import { freePorts } from './port.ts';
import { processGroup, type ProcessGroup } from './process-group.ts';
import { writeRunning } from './running.ts';
import { userMaker } from './user.ts';
import { waitFor } from './wait.ts';

export interface StartOptions {
  /** The servers; those that findControlPlane names, built if need be, where it is absent. */
  readonly binaries?: Binaries;
  /** Holds certificates, logs and the store. A temporary folder that goes with stop() where it is absent. */
  readonly folder?: string;
  /** Fake nodes; 2 where it is absent. With 0 there is no kubelet, and no pod ever starts. */
  readonly nodes?: number;
  /** Whether controller manager and scheduler run; true where it is absent. Without them nothing follows a write. */
  readonly controllers?: boolean;
  /** Limit for getting ready; 60 s where it is absent. */
  readonly timeoutMs?: number;
  /** Flags put behind the harness's own, per server, such as feature gates. */
  readonly flags?: Partial<Record<ServerName, readonly string[]>>;
}

/** A control plane that this process started. */
export interface StartedControlPlane extends ControlPlane {
  /**
   * A second, empty control plane in the same etcd under its own prefix: cheap isolation for a test of cluster-scoped
   * things. Stop it before this one.
   */
  isolate(options?: StartOptions): Promise<StartedControlPlane>;
}

interface Store {
  readonly endpoint: string;
  readonly prefix: string;
}

/** Starts a fresh control plane and waits until pods can be made in it. */
export function startControlPlane(options: StartOptions = {}): Promise<StartedControlPlane> {
  return startIn(options, undefined);
}

async function startIn(options: StartOptions, store: Store | undefined, attempts = 3): Promise<StartedControlPlane> {
  const binaries = options.binaries ?? (await findBinaries());
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sherpack-control-plane-'));
  mkdirSync(folder, { recursive: true });
  const remains = options.folder === undefined ? folder : join(folder, 'etcd');
  const group = processGroup(folder, remains);
  async function stop(): Promise<void> {
    await group.stop();
    rmSync(remains, { recursive: true, force: true });
    rmSync(join(folder, 'control-plane.json'), { force: true });
  }
  try {
    return await launch(options, binaries, folder, group, store, stop);
  } catch (error) {
    await group.stop();
    rmSync(join(folder, 'etcd'), { recursive: true, force: true });
    if (attempts > 1 && isPortTaken(error)) {
      rmSync(remains, { recursive: true, force: true });
      return startIn(options, store, attempts - 1);
    }
    throw new Error(`the control plane did not start; its logs are in ${folder}`, { cause: error });
  }
}

async function launch(options: StartOptions, binaries: Binaries, folder: string, group: ProcessGroup, store: Store | undefined, stop: () => Promise<void>): Promise<StartedControlPlane> {
  const [apiPort = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
  const etcdEndpoint = store?.endpoint ?? `http://127.0.0.1:${etcdPort}`;
  const layout: Layout = { folder, apiPort, etcdEndpoint, etcdPrefix: store?.prefix ?? '/registry' };
  const server = `https://127.0.0.1:${apiPort}`;
  function startServer(name: ServerName, flags: string[]): void {
    group.start(name, join(binaries.folder, name), [...flags, ...(options.flags?.[name] ?? [])]);
  }

  if (store === undefined) startServer('etcd', etcdFlags(folder, etcdPort, peerPort));
  writeFileSync(join(folder, 'audit-policy.json'), JSON.stringify(auditPolicy));
  const { admin } = await createPki(folder, server);
  startServer('kube-apiserver', apiServerFlags(layout));
  const connection = await connect(join(folder, 'harness.kubeconfig'));
  const version = await waitForServer(connection, group, options, binaries.kubernetes);
  if (options.controllers ?? true) await startControllers(options, layout, group, connection, startServer);
  writeRunning(folder, { pid: process.pid, server, version, etcdEndpoint });
  let isolated = 0;
  return {
    kubeconfig: admin, server, folder, auditLog: join(folder, 'audit.log'), version, connection,
    user: userMaker(folder, server),
    stop: async () => {
      connection.close();
      await stop();
    },
    isolate: (own = {}) => {
      isolated += 1;
      return startIn({ binaries, ...own }, { endpoint: etcdEndpoint, prefix: `${layout.etcdPrefix}-${isolated}` });
    },
  };
}

async function startControllers(options: StartOptions, layout: Layout, group: ProcessGroup, connection: Connection, startServer: (name: ServerName, flags: string[]) => void): Promise<void> {
  startServer('kube-controller-manager', controllerManagerFlags(layout));
  startServer('kube-scheduler', schedulerFlags(layout));
  const nodes = options.nodes ?? 2;
  if (nodes > 0) startKubelet(group, join(layout.folder, 'kubelet.kubeconfig'), nodes);
  await waitForContent(connection, group, nodes, options);
}

/** Another process may take a port between its choice and its use. */
function isPortTaken(error: unknown): boolean {
  return String(error).includes('address already in use');
}

async function findBinaries(): Promise<Binaries> {
  const found = findControlPlane();
  if (!found.available) throw new Error(found.reason);
  return found.source === 'binaries' ? found.binaries : buildControlPlane();
}

/** A server of another version than the one meant would make every finding of the tests doubtful. */
async function waitForServer(connection: Connection, group: ProcessGroup, options: StartOptions, wanted: string | undefined): Promise<string> {
  await until('the API server', group, options, async () => (await connection.request('GET', '/readyz')).status === 200);
  const { gitVersion } = await connection.demand<{ gitVersion: string }>('GET', '/version');
  if (wanted !== undefined && gitVersion !== `v${wanted}`) throw new Error(`the API server is ${gitVersion}, not v${wanted}`);
  return gitVersion;
}

/** Pods need their service account, and a node without the taint that new nodes carry. */
async function waitForContent(connection: Connection, group: ProcessGroup, nodes: number, options: StartOptions): Promise<void> {
  await until('the default service account', group, options, async () => (await connection.find('/api/v1/namespaces/default/serviceaccounts/default')) !== undefined);
  await until('the nodes', group, options, async () => {
    const list = await connection.demand<{ items: ReadonlyArray<{ spec: { taints?: unknown } }> }>('GET', '/api/v1/nodes');
    return list.items.filter((node) => node.spec.taints === undefined).length >= nodes;
  });
}

/** Waits, but not for a server that has already given up. */
async function until(what: string, group: ProcessGroup, options: StartOptions, ask: () => Promise<boolean>): Promise<void> {
  let fatal: unknown;
  await waitFor(what, async () => {
    try {
      group.check();
    } catch (error) {
      fatal = error;
      return true;
    }
    return ask();
  }, { ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }), intervalMs: 50 });
  if (fatal !== undefined) throw fatal;
}
