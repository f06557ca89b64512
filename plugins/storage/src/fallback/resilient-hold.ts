import type { HeldRelease, Log, PackFile, Release, Revision, RevisionContent } from '@sherpack/plugin-api';
import { HEAD } from '../entry-names.ts';
import { holdRelease } from '../held-release.ts';
import type { HeldStore } from '../held-release.ts';
import { copyHistory } from '../migrate/copy-history.ts';
import { pastOfStore } from '../migrate/past-of-store.ts';
import type { PastRevision } from '../migrate/history.ts';
import type { Place } from '../signpost.ts';
import { nameOf } from '../store-parts.ts';
import type { StoreParts } from '../store-parts.ts';
import { saveLocalRecord } from './local-record.ts';
import { isRefusal } from './refusal.ts';

export interface FallbackOptions {
  readonly release: Release;
  readonly parts: StoreParts;
  /** Drivers to try, in this order. */
  readonly places: readonly Place[];
  open(place: Place): Promise<StoreParts>;
  /** All of the release is in that place: says so where it was. The head must have this version. */
  leave(place: Place, version: string): Promise<void>;
  readonly log: Log;
}

/**
 * Holds a release so that no refusal of its store loses a deployment: the release goes to the next driver that takes it,
 * and if none does, its record to an encrypted file on this machine.
 */
export async function holdResiliently(options: FallbackOptions): Promise<HeldRelease> {
  const begun = await holdSomewhere(options);
  let { held } = begun;

  async function write(revision: Revision, content: RevisionContent = {}): Promise<void> {
    try {
      await held.write(revision, content);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      held = await goElsewhere(revision, content, error, held, begun.isFound ? options : { ...options, places: [] });
    }
  }

  return {
    get head() { return held.head; },
    get takenVersion() { return held.takenVersion; },
    write,
    forget: (revision) => held.forget(revision),
    renew: () => held.renew(),
    purge: () => held.purge(),
    // A journal that no store takes is missed only after a crash; the deployment goes on.
    writeJournal: (revision, record) => held.writeJournal(revision, record).catch(unlessRefused),
    fence: () => held.fence(),
    end: () => held.end(),
  };
}

interface Begun {
  readonly held: HeldStore;
  /** Where everybody looks for it; only from there it can be moved on. */
  readonly isFound: boolean;
}

/** A release that is there already must be held where it is: elsewhere nobody would respect the lease. */
async function holdSomewhere(options: FallbackOptions): Promise<Begun> {
  const { release, parts, places, open, log } = options;
  try {
    return { held: await holdRelease({ ...parts, release }), isFound: true };
  } catch (error) {
    if (!isRefusal(error) || await parts.driver.get({ release, name: HEAD }).catch(() => undefined) !== undefined) throw error;
    for (const place of places) {
      const held = await holdRelease({ ...await open(place), release }).catch(unlessRefused);
      if (held === undefined) continue;
      log.warn(`The driver "${parts.driver.name}" refuses release ${nameOf(release)} (${reasonOf(error)}). It is stored with "${place.driver}": set storage.driver to that, so that it is found.`);
      return { held, isFound: false };
    }
    log.warn(`No driver takes the records of release ${nameOf(release)} (${reasonOf(error)}). Nobody is kept from changing it at the same time.`);
    return { held: localHold, isFound: false };
  }
}

/** Without any store: what is written is refused, and so goes to a file. */
const localHold: HeldStore = Object.freeze({
  head: undefined,
  takenVersion: undefined,
  headVersion: () => undefined,
  write: async () => { throw Object.assign(new Error('no store'), { code: 'STORAGE_RECORD_TOO_LARGE' }); },
  forget: async () => undefined,
  renew: async () => undefined,
  purge: async () => undefined,
  writeJournal: async () => undefined,
  fence: async () => undefined,
  end: async () => undefined,
});

async function goElsewhere(revision: Revision, content: RevisionContent, cause: unknown, held: HeldStore, options: FallbackOptions): Promise<HeldStore> {
  const { release, parts, places, log } = options;
  const version = held.headVersion();
  const past = version === undefined ? [] : await pastOfStore(release, parts);
  const files = filesOf(content, revision, past);
  for (const place of version === undefined ? [] : places) {
    const moved = await moveTo(place, [...past.filter((each) => each.revision.revision < revision.revision), { revision, files }], version ?? '', options).catch(unlessUnfit);
    if (moved === undefined) continue;
    log.warn(`The driver "${parts.driver.name}" refuses revision ${revision.revision} of release ${nameOf(release)} (${reasonOf(cause)}). The release is stored with "${place.driver}" from now on, and found there.`);
    return moved;
  }
  const path = await saveLocalRecord({ revision, files });
  log.warn(`No driver takes revision ${revision.revision} of release ${nameOf(release)} (${reasonOf(cause)}). Its record is on this machine, encrypted. When the reason is gone: sherpack storage import ${path}`);
  return held;
}

/** Everything that is committed, with the new revision on top; one write then says where it is. */
async function moveTo(place: Place, history: readonly PastRevision[], version: string, { release, open, leave }: FallbackOptions): Promise<HeldStore> {
  const target = await open(place);
  await copyHistory(release, history, target);
  await leave(place, version);
  return holdRelease({ ...target, release });
}

function filesOf({ files, filesOf: from }: RevisionContent, { revision }: Revision, past: readonly PastRevision[]): readonly PackFile[] {
  return files ?? past.find((each) => each.revision.revision === (from ?? revision))?.files ?? [];
}

function unlessRefused(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}

/** The place is the one that has just refused, or has another release of that name: the next one may do. */
function unlessUnfit(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'STORAGE_RELEASE_EXISTS') unlessRefused(error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
