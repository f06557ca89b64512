import type { ReleaseStore } from '@sherpack/plugin-api';
import { checkSize, holdRelease, sweepOrphans } from './held-release.ts';
import { readJournal } from './journal-entry.ts';
import { listSummaries, readFiles, readHead, readRevision } from './release-reader.ts';
import type { StoreParts } from './store-parts.ts';

/** The releases behind one driver. */
export function createReleaseStore(parts: StoreParts): ReleaseStore {
  const { driver, clock } = parts;
  return {
    driver: driver.name,
    summaries: (query = {}) => listSummaries(driver, query),
    head: (release) => readHead(driver, release, clock.now()),
    read: (release, revision) => readRevision(parts, release, revision),
    files: (release, revision) => readFiles(parts, release, revision),
    journal: (release, revision) => readJournal(driver, release, revision),
    sweep: (release) => sweepOrphans({ ...parts, release }),
    check: (revision) => checkSize(revision, parts),
    hold: (release) => holdRelease({ ...parts, release }),
  };
}
