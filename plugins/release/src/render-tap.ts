import type { Manifests, StageContext } from '@sherpack/plugin-api';
import { openStore, readRevision } from './standing.ts';
import type { Stores } from './standing.ts';
import { fromStored } from './stored-manifests.ts';

const FROM_RECORD: ReadonlySet<string> = new Set(['rollback', 'recover', 'diff']);

/** Rollback, recovery and the diff against the cluster have no pack: what was rendered then is on record. */
export async function renderTap(manifests: Manifests, context: StageContext, stores: Stores): Promise<Manifests> {
  const { kind, pack, release, revision } = context.operation;
  if (!FROM_RECORD.has(kind) || pack !== undefined || release === undefined) return manifests;
  return fromStored(await readRevision(await openStore(stores, context), release, revision));
}
