import type { Manifests, StageContext } from '@sherpack/plugin-api';
import { isHook } from './hooks-of.ts';
import { openStore, readRevision } from './standing.ts';
import type { Stores } from './standing.ts';
import { fromStored, storedHooks } from './stored-manifests.ts';

const FROM_RECORD: ReadonlySet<string> = new Set(['rollback', 'recover', 'diff']);

/** What an uninstallation deletes stands in the inventory, and a test deploys nothing. */
const HOOKS_ONLY: ReadonlySet<string> = new Set(['uninstall', 'test-release']);

/**
 * Rollback, recovery and the diff against the cluster have no pack: what was rendered then is on record. What has just
 * been rendered loses the parts that flags leave out.
 */
export async function renderTap(manifests: Manifests, context: StageContext, stores: Stores): Promise<Manifests> {
  const { kind, pack, release, revision, flags } = context.operation;
  if (HOOKS_ONLY.has(kind) && release !== undefined) return storedHooks(await readRevision(await openStore(stores, context), release));
  const fromRecord = FROM_RECORD.has(kind) && pack === undefined && release !== undefined;
  const whole = fromRecord ? fromStored(await readRevision(await openStore(stores, context), release, revision)) : manifests;
  return {
    ...whole,
    objects: flags.noHooks === true ? whole.objects.filter((manifest) => !isHook(manifest)) : whole.objects,
    crds: flags.skipCrds === true ? [] : whole.crds,
  };
}
