import { realClock, type Clock } from '../clock.ts';
import { startControllers, type Controllers } from '../controllers/start.ts';
import { loadCatalog } from '../schemas/catalog.ts';
import { openFolder } from '../store/folder.ts';
import { ObjectStore } from '../store/object-store.ts';
import type { HeldState } from '../store/state-file.ts';
import type { ApiRequest, ApiResponse } from './api-types.ts';
import { bootstrap, restoreCustomKinds } from './bootstrap.ts';
import type { ServerContext } from './context.ts';
import { answer } from './answer.ts';
import { countedIds, randomIds } from './ids.ts';
import { Registry } from './registry.ts';

export type Durability = 'process' | 'machine';

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
  /**
   * What an answered write survives: the end of this process in any way (default), or that of the machine too. Then it
   * is answered after the disk has it, one sync for all that wait.
   */
  readonly durability?: Durability;
}

/**
 * A Kubernetes API server in this process. Requests are worked off one after another; what a write sets in motion and is
 * due at once (a Deployment's pods, say) is done before its answer is given, so that the same requests under a virtual
 * clock always give the same answers. A write to a folder is answered when it is in the folder's files.
 */
export interface ApiServer {
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** Runs the controllers until nothing more is due right now. */
  settle(): Promise<void>;
  /** How many watches are open. */
  readonly watches: number;
  /** All objects as they are between two requests. */
  state(): Promise<HeldState>;
  /** Puts the objects of another state in the place of all, under a new revision, which it answers, and ends all watches. */
  restore(state: HeldState): Promise<number>;
  /** Ends timers and watches and closes the folder. */
  close(): Promise<void>;
}

export async function createApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const folder = options.folder === undefined ? undefined : openFolder(options.folder);
  try {
    const core = await ServerCore.start(await contextOf(options, folder?.store ?? options.store ?? new ObjectStore()), options.controllers ?? true);
    return serverOf(core, options.durability ?? 'process', async () => folder?.close());
  } catch (error) {
    await folder?.close();
    throw error;
  }
}

async function contextOf(options: ApiServerOptions, store: ObjectStore): Promise<ServerContext> {
  const clock = options.clock ?? realClock;
  const catalog = await loadCatalog();
  const ids = clock === realClock ? randomIds() : countedIds(`sandbox/${store.revision}`);
  return { store, registry: new Registry(catalog), catalog, clock, ids, kubeVersion: options.kubeVersion ?? 'v1.36.4', watches: new Set() };
}

function serverOf(core: ServerCore, durability: Durability, closeFolder: () => Promise<void>): ApiServer {
  const { turns } = core;
  return {
    async handle(request) {
      const response = await turns.take(() => core.handle(request));
      if (durability === 'machine' && request.method !== 'GET') await core.ctx.store.sync();
      return response;
    },
    get watches() {
      return core.ctx.watches.size;
    },
    settle: () => turns.take(() => core.drain()),
    state: () => turns.take(async () => ({ revision: core.ctx.store.revision, objects: [...core.ctx.store.entries()].map(([key, object]) => [key, object]) })),
    restore: (state) => turns.take(() => core.restore(state)),
    async close() {
      core.stop();
      await turns.take(closeFolder);
    },
  };
}

/** What runs over one content of the store: the controllers, and the watches, which end when their content is replaced. */
class ServerCore {
  readonly turns = new Turns();
  readonly ctx: ServerContext;
  readonly #all: boolean;
  #controllers: Controllers | undefined;

  constructor(ctx: ServerContext, all: boolean) {
    this.ctx = ctx;
    this.#all = all;
  }

  static async start(ctx: ServerContext, all: boolean): Promise<ServerCore> {
    const core = new ServerCore(ctx, all);
    await core.turns.take(() => core.#begin());
    return core;
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    const response = await answer(this.ctx, request);
    await this.drain();
    return response;
  }

  async drain(): Promise<void> {
    await this.#controllers?.drain();
  }

  async restore(state: HeldState): Promise<number> {
    const revision = Math.max(state.revision, this.ctx.store.revision) + 1;
    this.ctx.store.replace(state.objects, revision);
    this.stop();
    await this.#begin();
    await this.ctx.store.sync();
    return revision;
  }

  stop(): void {
    this.#controllers?.stop();
    for (const end of this.ctx.watches) end();
  }

  async #begin(): Promise<void> {
    this.ctx.registry.forgetCustom();
    restoreCustomKinds(this.ctx);
    await bootstrap(this.ctx);
    this.#controllers = await startControllers(this.ctx, { all: this.#all, run: (work) => void this.turns.take(work) });
    await this.drain();
  }
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
