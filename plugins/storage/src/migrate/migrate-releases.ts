import type { ClusterAccess, Release } from '@sherpack/plugin-api';
import { HEAD } from '../entry-names.ts';
import { errors } from '../errors.ts';
import { helmSource } from '../helm/helm-source.ts';
import { legacySource } from '../legacy/legacy-source.ts';
import { defaultDriver, openDriver, openParts, openPlace } from '../open-store.ts';
import type { StorageServices } from '../open-store.ts';
import { isSignpost, placeOf } from '../signpost.ts';
import type { Place } from '../signpost.ts';
import { nameOf } from '../store-parts.ts';
import type { StoreParts } from '../store-parts.ts';
import { copyHistory } from './copy-history.ts';
import type { HistorySource } from './history.ts';
import { moveRelease } from './move-release.ts';
import { pastOfStore } from './past-of-store.ts';
import { withoutPassword } from './place.ts';
import { rewriteRelease } from './rewrite-release.ts';

/** What is to be done with one release. */
export interface Migration {
  readonly to: Place | undefined;
  readonly from: 'helm' | 'sherpack-0.4' | undefined;
  readonly dryRun: boolean;
}

export interface Migrated {
  readonly release: Release;
  readonly revisions: number;
  /** In words. */
  readonly done: string;
}

export interface MigrationContext {
  readonly services: StorageServices;
  readonly access: ClusterAccess;
}

/** @throws STORAGE_RELEASE_UNKNOWN and what reading and writing throws; the old records are there until the new ones were read back */
export async function migrateRelease(release: Release, migration: Migration, context: MigrationContext): Promise<Migrated> {
  if (migration.from !== undefined) return importRelease(release, sourceOf(migration.from, context.access), migration, context);
  return migration.to === undefined ? rechunk(release, migration, context) : relocate(release, migration.to, migration, context);
}

export function sourceOf(from: NonNullable<Migration['from']>, access: ClusterAccess): HistorySource {
  return from === 'helm' ? helmSource(access) : legacySource(access);
}

async function importRelease(release: Release, source: HistorySource, { to, dryRun }: Migration, { services, access }: MigrationContext): Promise<Migrated> {
  const history = await source.history(release);
  if (history.length === 0) throw errors.RELEASE_UNKNOWN(nameOf(release), source.name);
  if (dryRun) return { release, revisions: history.length, done: `would be taken over from ${source.name}` };
  const parts = await openParts(services, access, { write: true, prefer: to === undefined ? undefined : withoutPassword(to) });
  await copyHistory(release, history, parts, { tellsLess: true });
  return { release, revisions: history.length, done: `taken over from ${source.name}; ${await source.retire(release)}` };
}

async function rechunk(release: Release, { dryRun }: Migration, { services, access }: MigrationContext): Promise<Migrated> {
  const found = await openParts(services, access, { write: !dryRun });
  const { chunking } = found.encoding;
  const parts: StoreParts = { ...found, encoding: { ...found.encoding, chunking: chunking === false ? 'auto' : chunking } };
  const history = await pastOfStore(release, parts);
  if (history.length === 0) throw errors.RELEASE_UNKNOWN(nameOf(release), `driver "${parts.driver.name}"`);
  if (dryRun) return { release, revisions: history.length, done: 'would be rewritten in chunks' };
  return { release, revisions: await rewriteRelease(release, parts), done: 'rewritten in chunks' };
}

async function relocate(release: Release, to: Place, { dryRun }: Migration, context: MigrationContext): Promise<Migrated> {
  const { services, access } = context;
  const first: Place = { driver: services.config?.driver ?? await defaultDriver(access), options: {} };
  const primary = await openDriver(services, access, first, !dryRun);
  const head = await primary.get({ release, name: HEAD });
  if (head === undefined) throw errors.RELEASE_UNKNOWN(nameOf(release), `driver "${first.driver}"`);
  const sourcePlace = isSignpost(head) ? placeOf(head) : first;
  if (isSame(sourcePlace, withoutPassword(to))) return { release, revisions: 0, done: `is in ${to.driver} already` };
  const [source, target] = [await openPlace(services, access, sourcePlace, !dryRun), await openPlace(services, access, to, !dryRun)];
  if (dryRun) return { release, revisions: (await pastOfStore(release, source)).length, done: `would be moved from ${sourcePlace.driver} to ${to.driver}` };
  const revisions = await moveRelease(release, { source, target, targetPlace: withoutPassword(to), primary, fromPrimary: !isSignpost(head), toPrimary: isSame(first, to) });
  return { release, revisions, done: `moved from ${sourcePlace.driver} to ${to.driver}` };
}

function isSame(a: Place, b: Place): boolean {
  return a.driver === b.driver && JSON.stringify(a.options) === JSON.stringify(b.options);
}
