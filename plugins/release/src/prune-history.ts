import type { HeldRelease, ReleaseStore, Revision } from '@sherpack/plugin-api';
import { lastGood } from './standing.ts';

/** Forgets the oldest revisions above `max` (0: none); never the newest, never the last one that was deployed. */
export async function pruneHistory(store: ReleaseStore, held: HeldRelease, { release, revision }: Revision, max: number): Promise<void> {
  if (max <= 0) return;
  const revisions = await store.summaries(release);
  const kept = new Set([revision, lastGood(revisions)?.revision]);
  const surplus = revisions.length - max;
  const oldest = revisions.filter((summary) => !kept.has(summary.revision)).slice(0, Math.max(0, surplus));
  for (const summary of oldest) await held.forget(summary.revision);
}
