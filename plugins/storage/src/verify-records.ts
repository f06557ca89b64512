import type { Release, StorageEntry } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { compileSchema } from '@sherpack/schema/validate';
import { isCommitted } from './editions.ts';
import type { Committed } from './editions.ts';
import { HEAD, parseRevisionName } from './entry-names.ts';
import { committedOf } from './head.ts';
import { nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { parseRevision } from './record/canonical.ts';
import { REVISION_SCHEMA } from './record/revision-schema.ts';
import { errors } from './errors.ts';
import { readRecord } from './stored-record.ts';

/** Whether a revision can be read, and if not, what is wrong with which entry. */
export interface Verdict {
  readonly release: Release;
  readonly revision: number;
  readonly sound: boolean;
  readonly code?: string;
  readonly problem?: string;
}

/** Reads every record and every chunk of a release, and checks every digest. */
export async function verifyRelease(release: Release, parts: StoreParts): Promise<readonly Verdict[]> {
  const entries = await parts.driver.list({ namespace: release.namespace, release: release.name });
  const head = committedOf(entries.find(({ key }) => key.name === HEAD)?.metadata);
  const verdicts: Verdict[] = [];
  for (const revision of committedRevisions(entries)) {
    verdicts.push(await verdictOf(release, revision, () => readAll(release, revision, head, parts)));
  }
  return verdicts;
}

function committedRevisions(entries: readonly StorageEntry[]): readonly number[] {
  const head = committedOf(entries.find(({ key }) => key.name === HEAD)?.metadata);
  const found = entries.flatMap(({ key }) => parseRevisionName(key.name) ?? []).filter((entry) => isCommitted(entry, head));
  return found.map(({ revision }) => revision).toSorted((a, b) => a - b);
}

/** The record with its chunks, its form, and the files of its pack. */
async function readAll(release: Release, revision: number, head: Committed, parts: StoreParts): Promise<void> {
  const record = await readRecord(release, revision, head, parts);
  if (record === undefined) return;
  const { validate } = await compileSchema(REVISION_SCHEMA, { trusted: true, redact: true });
  const [issue] = validate(parseRevision(record.json));
  if (issue !== undefined) throw errors.RECORD_DAMAGED(nameOfRevision(release, revision), `it has not the form of a revision: ${issue.message}`);
  const { files } = record.header;
  if (files !== undefined) await parts.content.read(release, files.segment, `the pack of ${nameOfRevision(release, revision)}`);
}

async function verdictOf(release: Release, revision: number, read: () => Promise<unknown>): Promise<Verdict> {
  try {
    await read();
    return { release, revision, sound: true };
  } catch (error) {
    if (!isSherpackError(error)) throw error;
    return { release, revision, sound: false, code: error.code, problem: error.message };
  }
}
