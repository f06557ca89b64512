import type { JournalRecord, Release, StorageDriver } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { errors } from './errors.ts';

const SCHEMA = 1;

function journalName(revision: number): string {
  return `journal/${revision}`;
}

/** @returns undefined when there is none, or one of a later version, which says nothing that must be known */
export async function readJournal(driver: StorageDriver, release: Release, revision: number): Promise<JournalRecord | undefined> {
  const stored = await driver.get({ release, name: journalName(revision) });
  return stored === undefined ? undefined : decodeJournal(stored.data);
}

function decodeJournal(data: Uint8Array): JournalRecord | undefined {
  const record = parseJson(new TextDecoder().decode(data)) as JournalRecord;
  return record.schema === SCHEMA ? record : undefined;
}

export type JournalWriter = (revision: number, record: JournalRecord | undefined) => Promise<void>;

/** Writes by compare-and-swap of the journal itself, so that a write costs one request. Another writer has the lease. */
export function createJournalWriter({ driver, release }: { readonly driver: StorageDriver; readonly release: Release }, name: string): JournalWriter {
  const versions = new Map<number, string>();

  async function versionOf(revision: number): Promise<string | undefined> {
    return versions.get(revision) ?? (await driver.get({ release, name: journalName(revision) }))?.version;
  }

  return async function write(revision, record) {
    const key = { release, name: journalName(revision) };
    if (record === undefined) {
      versions.delete(revision);
      await driver.delete(key);
      return;
    }
    const version = await versionOf(revision);
    const data = new TextEncoder().encode(stringifyJson(record));
    try {
      versions.set(revision, await driver.put(key, data, {}, { expect: version === undefined ? 'absent' : { version } }));
    } catch (error) {
      versions.delete(revision);
      if (isStorageConflict(error)) throw errors.LEASE_LOST(name, error);
      throw error;
    }
  };
}
