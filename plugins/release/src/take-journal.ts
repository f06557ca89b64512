import type { HeldRelease, JournalRecord, Operation, ReleaseJournal, ReleaseStore, Revision } from '@sherpack/plugin-api';
import { openSessions } from './open-sessions.ts';

/** The journal of the revision that is worked on, and of which revisions there is one in the store. */
export interface SessionJournal extends ReleaseJournal {
  readonly written: () => readonly number[];
}

/** For the deployer: see `ReleaseJournals`. */
export function journalOf(operation: Operation): ReleaseJournal | undefined {
  return openSessions.get(operation)?.journal;
}

/** What was interrupted has left a journal. It is carried over before the new record counts, so that it never is without. */
export async function takeJournal(previous: Revision | undefined, pending: Revision, store: ReleaseStore, held: HeldRelease): Promise<SessionJournal> {
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

export async function dropJournals(journal: SessionJournal, held: HeldRelease): Promise<void> {
  for (const revision of journal.written()) await held.writeJournal(revision, undefined);
}
