import type { Cancel } from '../clock.ts';
import type { ServerContext } from '../server/context.ts';
import type { Change, ObjectKey } from '../store/object-store.ts';
import { controllerClient, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

/** More steps than this without coming to rest mean that controllers undo each other's work. */
const stepLimit = 200_000;

/** Milliseconds. */
const pauseAfterFailure = 5000;

interface Entry {
  readonly controller: Controller;
  readonly client: ControllerClient;
}

/** The work queue of all controllers: first in, first out, each object once; deterministic. */
export class ControllerLoop {
  readonly #ctx: ServerContext;
  readonly #entries: readonly Entry[];
  /** Those that look at a kind, by the kind. */
  readonly #watching = new Map<string, readonly Entry[]>();
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
      const [id, item] = this.#queue.entries().next().value as [string, { entry: Entry; key: ObjectKey }];
      this.#queue.delete(id);
      const wait = await reconcile(item.entry, item.key);
      if (wait !== undefined) this.#later(id, item, wait);
    }
  }

  stop(): void {
    this.#unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #note(change: Change): void {
    for (const entry of this.#watchersOf(change.key.bucket)) {
      const { controller, client } = entry;
      for (const key of controller.affected?.(change, client) ?? [change.key]) this.#enqueue(entry, key);
    }
  }

  #watchersOf(bucket: string): readonly Entry[] {
    const known = this.#watching.get(bucket) ?? this.#entries.filter(({ controller: { watches } }) => watches.includes(bucket) || watches.includes('*'));
    this.#watching.set(bucket, known);
    return known;
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

/** Answers after which time to look again. A controller that fails must not fail the request that set it in motion. */
async function reconcile({ controller, client }: Entry, key: ObjectKey): Promise<number | undefined> {
  try {
    return (await controller.reconcile(key, client))?.requeueAfterMs;
  } catch (error) {
    process.emitWarning(`the controller ${controller.name} failed on ${key.bucket} ${key.namespace}/${key.name}: ${error instanceof Error ? error.stack : String(error)}`);
    return pauseAfterFailure;
  }
}

function idOf(entry: Entry, key: ObjectKey): string {
  return `${entry.controller.name} ${key.bucket} ${key.namespace}/${key.name}`;
}
