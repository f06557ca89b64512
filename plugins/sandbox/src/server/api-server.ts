import { realClock, type Clock } from '../clock.ts';
import { startControllers, type Controllers } from '../controllers/start.ts';
import { loadCatalog } from '../schemas/catalog.ts';
import { openFolder } from '../store/journal.ts';
import { ObjectStore } from '../store/object-store.ts';
import type { ApiRequest, ApiResponse } from './api-types.ts';
import { bootstrap, restoreCustomKinds } from './bootstrap.ts';
import type { ServerContext } from './context.ts';
import { answer } from './answer.ts';
import { countedIds, randomIds } from './ids.ts';
import { Registry } from './registry.ts';

export type { ApiRequest, ApiResponse, KubeObject } from './api-types.ts';

export interface ApiServerOptions {
  /** Objects to start from; a new store unless given. Not together with `folder`. */
  readonly store?: ObjectStore;
  /** The machine's clock unless given. With another one, ids are counted instead of random. */
  readonly clock?: Clock;
  /** Whether Deployments make pods, namespaces empty themselves and so on. Default true. */
  readonly controllers?: boolean;
  /** Default `v1.36.4`. */
  readonly kubeVersion?: string;
  /** Where objects are kept; in memory only unless given. One process at a time. */
  readonly folder?: string;
}

/**
 * A Kubernetes API server in this process. Requests are worked off one after another; what a write sets in motion and is
 * due at once (a Deployment's pods, say) is done before its answer is given, so that the same requests under a virtual
 * clock always give the same answers.
 */
export interface ApiServer {
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** Runs the controllers until nothing more is due right now. */
  settle(): Promise<void>;
  /** Ends timers and watches and closes the folder. */
  close(): Promise<void>;
}

export async function createApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const folder = options.folder === undefined ? undefined : openFolder(options.folder);
  const store = folder?.store ?? options.store ?? new ObjectStore();
  const clock = options.clock ?? realClock;
  const catalog = await loadCatalog();
  const ids = clock === realClock ? randomIds() : countedIds(`sandbox/${store.revision}`);
  const ctx: ServerContext = { store, registry: new Registry(catalog), catalog, clock, ids, kubeVersion: options.kubeVersion ?? 'v1.36.4' };
  restoreCustomKinds(ctx);
  await bootstrap(ctx);
  const turns = new Turns();
  const controllers = await startControllers(ctx, { all: options.controllers ?? true, run: (work) => void turns.take(work) });
  await turns.take(() => controllers.drain());
  return serverOf(ctx, turns, controllers, () => folder?.close());
}

function serverOf(ctx: ServerContext, turns: Turns, controllers: Controllers, closeFolder: () => void): ApiServer {
  const closing = new AbortController();
  return {
    handle(request) {
      const signal = request.signal ? AbortSignal.any([request.signal, closing.signal]) : closing.signal;
      return turns.take(async () => {
        const response = await answer(ctx, { ...request, signal });
        await controllers.drain();
        return response;
      });
    },
    settle: () => turns.take(() => controllers.drain()),
    async close() {
      controllers.stop();
      closing.abort();
      await turns.take(async () => closeFolder());
    },
  };
}

/** One after another, in the order of asking. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
