import type { Cancel } from '../clock.ts';
import type { ServerContext } from '../server/context.ts';
import type { Change, ObjectKey } from '../store/object-store.ts';
import { controllerClient, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

/** More steps than this without coming to rest mean that controllers undo each other's work. */
const stepLimit = 200_000;

interface Entry {
  readonly controller: Controller;
  readonly client: ControllerClient;
}

/** The work queue of all controllers: first in, first out, each object once; deterministic. */
export class ControllerLoop {
  readonly #ctx: ServerContext;
  readonly #entries: readonly Entry[];
  readonly #queue = new Map<string, { entry: Entry; key: ObjectKey }>();
  readonly #timers = new Map<string, Cancel>();
  readonly #unsubscribe: () => void;
  readonly #onDue: () => void;

  constructor(ctx: ServerContext, controllers: readonly Controller[], onDue: () => void) {
    this.#ctx = ctx;
    this.#onDue = onDue;
    this.#entries = controllers.map((controller) => ({ controller, client: controllerClient(ctx, controller.name) }));
    this.#unsubscribe = ctx.store.subscribe((change) => this.#note(change));
    for (const [key, object] of ctx.store.entries()) this.#note({ type: 'ADDED', key, revision: ctx.store.revision, object });
  }

  async drain(): Promise<void> {
    for (let steps = 0; this.#queue.size > 0; steps += 1) {
      if (steps > stepLimit) throw new Error('the controllers do not come to rest');
      const [id, item] = [...this.#queue.entries()][0] as [string, { entry: Entry; key: ObjectKey }];
      this.#queue.delete(id);
      const outcome = await item.entry.controller.reconcile(item.key, item.entry.client);
      if (outcome?.requeueAfterMs !== undefined) this.#later(id, item, outcome.requeueAfterMs);
    }
  }

  stop(): void {
    this.#unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #note(change: Change): void {
    for (const entry of this.#entries) {
      const { controller, client } = entry;
      if (!controller.watches.includes(change.key.bucket) && !controller.watches.includes('*')) continue;
      for (const key of controller.affected?.(change, client) ?? [change.key]) this.#enqueue(entry, key);
    }
  }

  #enqueue(entry: Entry, key: ObjectKey): void {
    this.#queue.set(idOf(entry, key), { entry, key });
  }

  /** The newest wish wins: an object has one timer per controller. */
  #later(id: string, item: { entry: Entry; key: ObjectKey }, ms: number): void {
    this.#timers.get(id)?.();
    const cancel = this.#ctx.clock.setTimeout(() => {
      this.#timers.delete(id);
      this.#enqueue(item.entry, item.key);
      this.#onDue();
    }, ms);
    this.#timers.set(id, cancel);
  }
}

function idOf(entry: Entry, key: ObjectKey): string {
  return `${entry.controller.name} ${key.bucket} ${key.namespace}/${key.name}`;
}
