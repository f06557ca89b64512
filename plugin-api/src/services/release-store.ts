import type { ClusterAccess } from '../hooks.ts';
import type { Pack, PackFile } from '../pack.ts';
import type { Release } from '../release.ts';
import type { Revision, RevisionSummary } from '../revision.ts';
import type { JournalRecord } from './journal.ts';
import { defineService } from '../service.ts';

/** Who works on a release now. */
export interface Lease {
  readonly holder: string;
  /** Grows with every change of holder; a writer with an older one is fenced off. */
  readonly epoch: number;
  /** Milliseconds since the epoch until which it holds unless renewed. */
  readonly until: number;
  /** True when the holder runs on this machine; otherwise nobody knows before the lease ends or is renewed. */
  readonly isAlive?: boolean | undefined;
}

/** The small entry that says where a release stands. Every change of it is a compare-and-swap. */
export interface ReleaseHead {
  readonly release: Release;
  /** The newest revision, pending ones included. */
  readonly revision: number;
  readonly summary: RevisionSummary;
  /** Undefined when nobody works on the release; a lease that has ended, or whose holder is dead, is none. */
  readonly lease: Lease | undefined;
  /** The driver's version of the entry, for the next compare-and-swap. */
  readonly version: string;
}

/** What is stored with a revision besides its record. */
export interface RevisionContent {
  /** The files of its pack; the same files are stored once for all revisions. */
  readonly files?: readonly PackFile[] | undefined;
  /** Its pack is that of this revision, which is stored. Without both the files stay as they are. */
  readonly filesOf?: number | undefined;
}

/** A release held for writing. Every write fails once the lease is lost. */
export interface HeldRelease {
  readonly head: ReleaseHead | undefined;
  /** The version of the head that this process took over; undefined when there was none. */
  readonly takenVersion: string | undefined;
  /** Writes the revision's record and moves the head to it. The record is invisible before the head moves. */
  write(revision: Revision, content?: RevisionContent): Promise<void>;
  /** Deletes the record of an old revision. */
  forget(revision: number): Promise<void>;
  /** Deletes everything that is stored of the release. */
  purge(): Promise<void>;
  /**
   * Writes the journal of a revision; undefined deletes it.
   *
   * @throws STORAGE_LEASE_LOST when another process writes it
   */
  writeJournal(revision: number, record: JournalRecord | undefined): Promise<void>;
  /** See `ReleaseJournal.fence`. */
  fence(): Promise<void>;
  /** Must run while work goes on; rejects when the lease was lost. */
  renew(): Promise<void>;
  /** Idempotent. */
  end(): Promise<void>;
}

export interface RevisionQuery {
  /** Undefined: all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** The releases of one cluster, in one driver. */
export interface ReleaseStore {
  readonly driver: string;
  /** Summaries of all revisions stored, sorted by namespace, name and revision; payloads are not read. */
  summaries(query?: RevisionQuery): Promise<readonly RevisionSummary[]>;
  head(release: Release): Promise<ReleaseHead | undefined>;
  /** @throws STORAGE_REVISION_NOT_FOUND */
  read(release: Release, revision: number): Promise<Revision>;
  /** The journal of a revision, while there is one. */
  journal(release: Release, revision: number): Promise<JournalRecord | undefined>;
  /**
   * The files of the pack that the revision was made of; none if they were not stored. Of `values.yaml` what it says, without
   * comments.
   *
   * @throws STORAGE_REVISION_NOT_FOUND
   */
  files(release: Release, revision: number): Promise<readonly PackFile[]>;
  /**
   * Whether the record can be stored at all. Asks nobody and writes nothing.
   *
   * @throws STORAGE_RECORD_TOO_LARGE
   */
  check(revision: Revision): Promise<void>;
  /**
   * Deletes records of a release that has no head: what a process leaves that dies while it purges. Nobody sees them.
   *
   * @returns how many there were
   */
  sweep(release: Release): Promise<number>;
  /**
   * Takes the release for writing.
   *
   * @throws STORAGE_RELEASE_BUSY (exit code 6) while another process holds it
   */
  hold(release: Release): Promise<HeldRelease>;
}

export interface OpenStoreOptions {
  /** Whatever the configuration says. */
  readonly driver?: string | undefined;
  readonly write?: boolean | undefined;
  /** Its block `storage` counts where the configuration says nothing. */
  readonly pack?: Pick<Pack, 'manifest'> | undefined;
}

/** Opens the store that configuration and cluster ask for. */
export interface ReleaseStores {
  open(access: ClusterAccess, options?: OpenStoreOptions): Promise<ReleaseStore>;
}

export const releaseStores = defineService<ReleaseStores>('release-stores');
