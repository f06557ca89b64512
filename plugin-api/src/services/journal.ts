import type { JsonObject } from '../json.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Operation } from '../operation.ts';
import { defineService } from '../service.ts';

/** What is known of a hook that has run. */
export interface JournaledHook {
  readonly outcome: 'succeeded' | 'failed';
  readonly attempts: number;
}

/** An object that was deleted to be made anew, and may be missing when the process dies. */
export interface JournaledRecreation {
  /** Of the object that is deleted. */
  readonly uid: string;
  /** `deleting`: it may still be there; `gone`: nothing bears its name until it is made anew. */
  readonly state: 'deleting' | 'gone';
  /** The object as it was, to go back to; missing when it holds secrets. */
  readonly snapshot?: KubernetesObject | undefined;
}

/**
 * What a process writes while it works, so that its successor goes on where it stopped and others can look on. Everything
 * else about the frontier is read from the cluster.
 */
export interface JournalRecord {
  readonly schema: 1;
  /** Digest over all that is deployed: a successor with other work does not go on with this. */
  readonly work: string;
  /** By idempotency key. */
  readonly hooks: Readonly<Record<string, JournaledHook>>;
  /** By id of the step. */
  readonly recreations?: Readonly<Record<string, JournaledRecreation>> | undefined;
  /** How far it is, for people who look on: lines of the progress shown, and the time in milliseconds. */
  readonly progress: { readonly at: number; readonly done: number; readonly total: number; readonly lines: readonly JsonObject[] };
}

/** The journal of the revision that an operation is working on. */
export interface ReleaseJournal {
  /** What the process before has left, when it died at this work or an earlier revision of it. */
  readonly before: JournalRecord | undefined;
  /** @throws STORAGE_LEASE_LOST */
  write(record: JournalRecord): Promise<void>;
  /**
   * To be called before every write to the cluster: resolves at once while the lease certainly holds, else asks.
   *
   * @throws STORAGE_LEASE_LOST when another process has the release now
   */
  fence(): Promise<void>;
}

/** Gives the journal of an operation whose pending revision is stored; undefined when nothing is stored. */
export interface ReleaseJournals {
  of(operation: Operation): ReleaseJournal | undefined;
}

export const releaseJournals = defineService<ReleaseJournals>('release-journals');
