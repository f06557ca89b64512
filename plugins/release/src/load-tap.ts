import type { Pack, StageContext } from '@sherpack/plugin-api';
import { checkRelease } from './check-release.ts';
import { errors } from './errors.ts';
import { reuseValues } from './reuse-values.ts';
import { currentRevision } from './standing.ts';
import type { Stores } from './standing.ts';

/** Runs after the pack and all values given now have been read, and before anything is rendered. */
export async function loadTap(pack: Pack, context: StageContext, stores: Stores): Promise<Pack> {
  const { kind, dryRun } = context.operation;
  if (pack.format === '') throw errors.PACK_UNREAD(pack.reference);
  if (kind !== 'install' && kind !== 'upgrade' && kind !== 'diff') return pack;
  const standing = await checkRelease(context, stores);
  if (standing === undefined) {
    if (kind !== 'install' && dryRun === 'client') context.log.warn('A client dry run does not know the values given before; only those given now count.');
    return pack;
  }
  const numbered = { ...pack, releaseRevision: standing.head.revision + 1 };
  return kind === 'install' ? numbered : reuseValues(numbered, context.operation, await currentRevision(standing));
}
