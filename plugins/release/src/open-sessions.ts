import type { HeldRelease, Operation, ReleaseStore, Revision } from '@sherpack/plugin-api';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { SessionJournal } from './take-journal.ts';

/** What the pending tap of `store` hands to the final one. */
export interface StoreSession {
  readonly store: ReleaseStore;
  readonly held: HeldRelease;
  readonly keeper: LeaseKeeper;
  /** The record as it is before execution. */
  readonly pending: Revision;
  /** Whether it was stored: it is not when nothing is to be written. */
  readonly isRecorded: boolean;
  readonly journal: SessionJournal;
}

/** By operation, for both taps of one get the same. */
export const openSessions = new WeakMap<Operation, StoreSession>();

/**
 * Gives the lease back when an operation ends that never came to its final record, because another plugin's tap failed
 * between: in a process that lives on, nobody else could change the release.
 */
export async function closeSession(operation: Operation): Promise<void> {
  const session = openSessions.get(operation);
  if (session === undefined) return;
  openSessions.delete(operation);
  session.keeper.stop();
  await session.held.end();
}
