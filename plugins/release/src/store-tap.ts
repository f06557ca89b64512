import type {
  Clock, Deployer, HeldRelease, Pack, PackFile, ReleaseStore, ReleaseStores, Revision, SherpackError, StoreContext,
} from '@sherpack/plugin-api';
import { ensureNamespace } from './ensure-namespace.ts';
import { errors } from './errors.ts';
import { historyMax } from './flags.ts';
import { keepLease } from './lease-keeper.ts';
import { openSessions } from './open-sessions.ts';
import { dropJournals, takeJournal } from './take-journal.ts';
import type { StoreSession } from './open-sessions.ts';
import { pruneHistory } from './prune-history.ts';
import { finalRevision, pendingRevision, takenUp } from './revision-record.ts';
import { isPending } from './standing.ts';

export interface StoreServices {
  readonly releaseStores: () => Promise<ReleaseStores>;
  readonly deployer: () => Promise<Deployer>;
  readonly clock: () => Promise<Clock>;
}

/** Writes the record of an operation: pending under a lease before execution, final after it. */
export async function storeTap(revision: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  if (context.phase === 'pending') return begin(revision, context, services);
  const session = openSessions.get(context.operation);
  return session === undefined ? revision : end(revision, context, session, await services.clock());
}

async function begin(blank: Revision, context: StoreContext, services: StoreServices): Promise<Revision> {
  const store = await (await services.releaseStores()).open(context, { write: true, pack: context.pack });
  const [clock, deployer] = [await services.clock(), await services.deployer()];
  await ensureNamespace(context, () => store.check(pendingRevision(blank, { context, deployer, previous: undefined, target: undefined })));
  const held = await store.hold(context.plan.release);
  try {
    refuseIfChanged(held, context);
    const begun = await writePending(blank, context, { store, held, deployer });
    openSessions.set(context.operation, { store, held, ...begun, keeper: keepLease(held, clock, (reason) => lose(reason, context)) });
    return begun.pending;
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

type Begun = Pick<StoreSession, 'pending' | 'journal' | 'isRecorded'>;

async function writePending(blank: Revision, context: StoreContext, { store, held, deployer }: WriteParts): Promise<Begun> {
  const { operation, plan } = context;
  const previous = held.head === undefined ? undefined : await store.read(plan.release, held.head.revision);
  const fromRecord = operation.kind === 'rollback' || operation.kind === 'recover';
  const target = fromRecord && operation.revision !== undefined ? await store.read(plan.release, operation.revision) : undefined;
  const pending = pendingRevision(blank, { context, deployer, previous, target });
  const journal = await takeJournal(previous, pending, store, held);
  if (previous?.status === 'deployed' && isIdle(context)) return { pending, journal, isRecorded: false };
  await held.write(pending, target === undefined ? { files: filesOf(context.pack) } : { filesOf: target.revision });
  if (previous !== undefined && isPending(previous.status) && previous.revision !== pending.revision) {
    await held.write(takenUp(previous, pending.revision));
  }
  return { pending, journal, isRecorded: true };
}

/**
 * An upgrade that writes no object and waits for none: a process that dies in it leaves nothing behind, so that its
 * record can do without the edition that says it has begun.
 */
function isIdle({ operation, plan }: StoreContext): boolean {
  if (operation.kind !== 'upgrade' || plan.wait || plan.partial === true) return false;
  return plan.steps.every(({ action, ready, deferred, outer = [] }) => action === 'unchanged' && !ready.wait && deferred !== true && outer.length === 0);
}

/** Of the root alone, as Helm does it: what subpacks brought stands in the manifests and values. */
function filesOf(pack: Pack | undefined): readonly PackFile[] | undefined {
  return pack === undefined ? undefined : [...pack.files.values()];
}

async function end(closed: Revision, context: StoreContext, { store, held, keeper, pending, journal, isRecorded }: StoreSession, clock: Clock): Promise<Revision> {
  try {
    const final = finalRevision(closed, pending, context, clock.now());
    if (final.status === 'uninstalled' && context.operation.flags.keepHistory !== true) {
      await held.purge();
      return final;
    }
    await held.write(final, isRecorded ? {} : { files: filesOf(context.pack) });
    const isOver = !isPending(final.status) && final.status !== 'uninstalling' && context.changeSet?.outcome !== 'interrupted';
    if (isOver) await orWarn(() => dropJournals(journal, held), context, 'the journal could not be deleted');
    await orWarn(() => pruneHistory(store, held, final, historyMax(context.operation)), context, 'old revisions could not be deleted');
    return final;
  } finally {
    keeper.stop();
    openSessions.delete(context.operation);
    await orWarn(() => held.end(), context, 'the lease of the release could not be given back; it ends by itself');
  }
}

/** What comes after the final record must not make a failure of what has succeeded. */
async function orWarn(work: () => Promise<void>, { emit }: StoreContext, what: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    emit({ type: 'warning', message: `${what}: ${error instanceof Error ? error.message : String(error)}` });
  }
}
