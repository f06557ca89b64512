import type {
  Clock, Deployer, HeldRelease, Operation, ReleaseStore, ReleaseStores, Revision, StoreContext,
} from '@sherpack/plugin-api';
import { ensureNamespace } from './ensure-namespace.ts';
import { errors } from './errors.ts';
import { historyMax } from './flags.ts';
import { keepLease } from './lease-keeper.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { pruneHistory } from './prune-history.ts';
import { finalRevision, pendingRevision } from './revision-record.ts';
import { isPending } from './standing.ts';

export interface StoreServices {
  readonly releaseStores: () => Promise<ReleaseStores>;
  readonly deployer: () => Promise<Deployer>;
  readonly clock: () => Promise<Clock>;
}

/** What the pending tap hands to the final one. */
interface Session {
  readonly store: ReleaseStore;
  readonly held: HeldRelease;
  readonly keeper: LeaseKeeper;
}

/** By operation, for both taps of one get the same. */
const sessions = new WeakMap<Operation, Session>();

/** Writes the record of an operation: pending under a lease before execution, final after it. */
export async function storeTap(revision: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  if (context.phase === 'pending') return begin(revision, context, services);
  const session = sessions.get(context.operation);
  return session === undefined ? revision : end(revision, context, session, await services.clock());
}

async function begin(blank: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  const store = await (await services.releaseStores()).open(context, { write: true });
  const clock = await services.clock();
  await ensureNamespace(context);
  const held = await store.hold(context.plan.release);
  try {
    refuseIfChanged(held, context);
    const pending = await writePending(blank, context, { store, held, deployer: await services.deployer() });
    const keeper = keepLease(held, clock, context.abort);
    // A stopped operation may never come to its final record; its lease must not live on with this process.
    context.signal.addEventListener('abort', () => keeper.stop(), { once: true });
    sessions.set(context.operation, { store, held, keeper });
    return pending;
  } catch (error) {
    await held.end();
    throw error;
  }
}

/** The plan was made without the lease: what it rests on must still be the newest revision. */
function refuseIfChanged({ head }: HeldRelease, { plan }: StoreContext): void {
  const found = head?.revision ?? 0;
  if (plan.revision !== found + 1) throw errors.CHANGED(plan.release.name, plan.revision - 1, found);
}

interface WriteParts {
  readonly store: ReleaseStore;
  readonly held: HeldRelease;
  readonly deployer: Deployer;
}

async function writePending(blank: Revision, context: StoreContext, { store, held, deployer }: WriteParts): Promise<Revision> {
  const { operation, plan } = context;
  const previous = held.head === undefined ? undefined : await store.read(plan.release, held.head.revision);
  const fromRecord = operation.kind === 'rollback' || operation.kind === 'recover';
  const target = fromRecord && operation.revision !== undefined ? await store.read(plan.release, operation.revision) : undefined;
  const pending = pendingRevision(blank, { context, deployer, previous, target });
  await held.write(pending);
  if (previous !== undefined && isPending(previous.status) && previous.revision !== pending.revision) {
    await held.write({ ...previous, status: 'failed', description: `Interrupted; taken up by revision ${pending.revision}` });
  }
  return pending;
}

async function end(closed: Revision, context: StoreContext, { store, held, keeper }: Session, clock: Clock): Promise<Revision> {
  try {
    const final = finalRevision(closed, context, clock.now());
    if (final.status === 'uninstalled' && context.operation.flags.keepHistory !== true) {
      await held.purge();
      return final;
    }
    await held.write(final);
    await pruneHistory(store, held, final, historyMax(context.operation));
    return final;
  } finally {
    keeper.stop();
    await held.end();
  }
}
