import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { createClusterClient } from '@sherpack/cluster-client/client';
import type { Clock, WriteCluster } from '@sherpack/plugin-api';
import { wallClock } from '@sherpack/plugin-kit/wall-clock';
import kubernetes from '../../plugins/kubernetes/src/kubernetes.ts';
import type { VirtualClock } from '../../plugins/sandbox/src/clock.ts';
import { virtualClock } from '../../plugins/sandbox/src/clock.ts';
import { createApiServer } from '../../plugins/sandbox/src/server/api-server.ts';

/** A namespace on some cluster, with all rights. */
export interface Ground {
  readonly cluster: WriteCluster;
  readonly namespace: string;
  readonly clock: Clock;
  /** Paths of the watches that were opened, with their query; of the sandbox only. */
  readonly watches: readonly string[];
  close(): Promise<void>;
}

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export async function realGround(plane: ControlPlane): Promise<Ground> {
  const space = await testNamespace(plane, { prefix: 'ready', clusterAdmin: true });
  const cluster = await kubernetes.connect({ selection: { kubeconfig: space.kubeconfig }, clock: wallClock, log });
  async function close(): Promise<void> {
    await cluster.close();
    await space.cleanup();
  }
  return { cluster, namespace: space.name, clock: wallClock, watches: [], close };
}

/** How far the time of a sandbox is moved at once. Milliseconds. */
const STEP = 100;

/** An embedded API server of its own, whose time runs as fast as its work is done. */
export async function sandboxGround(): Promise<Ground> {
  const time = virtualClock();
  const clock = clockOf(time);
  const server = await createApiServer({ clock: time });
  const namespace = 'ready';
  const watches: string[] = [];
  const cluster = createClusterClient({
    variant: 'sandbox', defaultStorage: 'secrets', observable: true, namespace, server: 'sandbox', clock, userAgent: 'test', fallbackUid: 'test',
    async transport({ method, path, headers, body, signal }) {
      if (path.includes('watch=1')) watches.push(path);
      const answer = await server.handle({ method, path, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) });
      return { status: answer.status, headers: answer.headers, body: answer.stream ?? answer.body ?? '' };
    },
  });
  const stopTime = letRun(time);
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  async function close(): Promise<void> {
    await cluster.close();
    await stopTime();
    await server.close();
  }
  return { cluster, namespace, clock, watches, close };
}

function clockOf(time: VirtualClock): Clock {
  return {
    now: () => time.now(),
    sleep: (ms, signal) => new Promise((resolve, reject) => {
      if (signal?.aborted === true) return void reject(signal.reason as Error);
      const cancel = time.setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => { cancel(); reject(signal.reason as Error); }, { once: true });
    }),
  };
}

/** Moves the time on for ever, and lets what is due in this process be done in between. */
function letRun(time: VirtualClock): () => Promise<void> {
  const over = new AbortController();
  const run = (async () => {
    while (!over.signal.aborted) {
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
      await time.advance(STEP);
    }
  })();
  return async () => {
    over.abort();
    await run;
  };
}
