import type {
  Clock, Deployer, HeldRelease, JournalRecord, Operation, ReleaseJournal, ReleaseStore, ReleaseStores, Revision, SherpackError, StoreContext,
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
  readonly pending: Revision;
  readonly journal: SessionJournal;
}

/** The journal of the revision, and whether there is anything of it in the store. */
interface SessionJournal extends ReleaseJournal {
  readonly written: () => readonly number[];
}

/** By operation, for both taps of one get the same. */
const sessions = new WeakMap<Operation, Session>();

/** For the deployer: see `ReleaseJournals`. */
export function journalOf(operation: Operation): ReleaseJournal | undefined {
  return sessions.get(operation)?.journal;
}

/** Writes the record of an operation: pending under a lease before execution, final after it. */
export async function storeTap(revision: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  if (context.phase === 'pending') return begin(revision, context, services);
  const session = sessions.get(context.operation);
  return session === undefined ? revision : end(revision, context, session, await services.clock());
}

/**
 * Gives the lease back when an operation ends that never came to its final record, because another plugin's tap failed
 * between: in a process that lives on, nobody else could change the release.
 */
export async function closeSession(operation: Operation): Promise<void> {
  const session = sessions.get(operation);
  if (session === undefined) return;
  sessions.delete(operation);
  session.keeper.stop();
  await session.held.end();
}

async function begin(blank: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  const store = await (await services.releaseStores()).open(context, { write: true });
  const [clock, deployer] = [await services.clock(), await services.deployer()];
  await ensureNamespace(context, () => store.check(pendingRevision(blank, { context, deployer, previous: undefined, target: undefined })));
  const held = await store.hold(context.plan.release);
  try {
    refuseIfChanged(held, context);
    const { pending, journal } = await writePending(blank, context, { store, held, deployer });
    sessions.set(context.operation, { store, held, pending, journal, keeper: keepLease(held, clock, (reason) => lose(reason, context)) });
    return pending;
  } catch (error) {
    await held.end();
    throw error;
  }
}

/** An uninstallation may take its own records away, with the namespace that they lie in. */
function lose(reason: SherpackError, { operation, abort }: StoreContext): void {
  if (operation.kind === 'uninstall' && reason.code === 'STORAGE_RECORD_GONE') return;
  abort(reason);
}

/** The plan was made without the lease: nobody may have worked on the release since, nor while it was made. */
function refuseIfChanged({ head, takenVersion }: HeldRelease, { plan }: StoreContext): void {
  const found = head?.revision ?? 0;
  if (plan.revision !== found + 1) throw errors.CHANGED(plan.release.name, `revision ${found} instead of ${plan.revision - 1}`);
  if (plan.restsOn !== (takenVersion ?? 'absent')) throw errors.CHANGED(plan.release.name, 'another process has worked on it');
}

interface WriteParts {
  readonly store: ReleaseStore;
  readonly held: HeldRelease;
  readonly deployer: Deployer;
}

async function writePending(blank: Revision, context: StoreContext, { store, held, deployer }: WriteParts): Promise<{ readonly pending: Revision; readonly journal: SessionJournal }> {
  const { operation, plan } = context;
  const previous = held.head === undefined ? undefined : await store.read(plan.release, held.head.revision);
  const fromRecord = operation.kind === 'rollback' || operation.kind === 'recover';
  const target = fromRecord && operation.revision !== undefined ? await store.read(plan.release, operation.revision) : undefined;
  const pending = pendingRevision(blank, { context, deployer, previous, target });
  const journal = await takeJournal(previous, pending, store, held);
  await held.write(pending);
  if (previous !== undefined && isPending(previous.status) && previous.revision !== pending.revision) {
    await held.write({ ...previous, status: 'failed', description: `Interrupted; taken up by revision ${pending.revision}` });
  }
  return { pending, journal };
}

/** What was interrupted has left a journal. It is carried over before the new record counts, so that it never is without. */
async function takeJournal(previous: Revision | undefined, pending: Revision, store: ReleaseStore, held: HeldRelease): Promise<SessionJournal> {
  // A failed revision has a journal only when it was interrupted.
  const isInterrupted = previous !== undefined && previous.status !== 'deployed' && previous.status !== 'uninstalled';
  const before = isInterrupted ? await store.journal(previous.release, previous.revision) : undefined;
  const written = new Set<number>(before === undefined || previous === undefined ? [] : [previous.revision]);
  async function write(record: JournalRecord): Promise<void> {
    written.add(pending.revision);
    await held.writeJournal(pending.revision, record);
  }
  if (before !== undefined && previous?.revision !== pending.revision) await write(before);
  return { before, write, fence: () => held.fence(), written: () => [...written] };
}

async function end(closed: Revision, context: StoreContext, { store, held, keeper, pending, journal }: Session, clock: Clock): Promise<Revision> {
  try {
    const final = finalRevision(closed, pending, context, clock.now());
    if (final.status === 'uninstalled' && context.operation.flags.keepHistory !== true) {
      await held.purge();
      return final;
    }
    await held.write(final);
    const isOver = !isPending(final.status) && final.status !== 'uninstalling' && context.changeSet?.outcome !== 'interrupted';
    if (isOver) await orWarn(() => dropJournals(journal, held), context, 'the journal could not be deleted');
    await orWarn(() => pruneHistory(store, held, final, historyMax(context.operation)), context, 'old revisions could not be deleted');
    return final;
  } finally {
    keeper.stop();
    sessions.delete(context.operation);
    await orWarn(() => held.end(), context, 'the lease of the release could not be given back; it ends by itself');
  }
}

async function dropJournals(journal: SessionJournal, held: HeldRelease): Promise<void> {
  for (const revision of journal.written()) await held.writeJournal(revision, undefined);
}

/** What comes after the final record must not make a failure of what has succeeded. */
async function orWarn(work: () => Promise<void>, { emit }: StoreContext, what: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    emit({ type: 'warning', message: `${what}: ${error instanceof Error ? error.message : String(error)}` });
  }
}
